/** The parts of the profile, as they look. */

import { email } from "../components/email.js";
import { exactDay } from "../dates.js";
import { language, rich, text } from "../i18n.js";
import { firm } from "../session.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Session} Session */
/** @typedef {import("../types.js").Profile} Profile */
/** @typedef {import("../types.js").Person} Person */
/** @typedef {import("../types.js").Device} Device */
/** @typedef {import("./profile.js").State} State */
/** @typedef {import("./profile.js").Form} Form */

const ROLES = /** @type {const} */ (["owner", "billing", "signer", "viewer"]);

/** @param {any} actions */
export function proofNotice(actions) {
  return html`<div class="notice notice-wait proof" role="alert">
    <h2>${text("prove_title")}</h2>
    <p>${text("prove_text")}</p>
    <div><button class="btn btn-go" type="button" @click=${actions.prove}>${text("prove")}</button></div>
  </div>`;
}

/** @param {State} state @param {Session} session @param {any} actions */
export function own(state, { contact }, actions) {
  return html`<section>
    <h2>${text("own_details")}</h2>
    <dl class="facts">
      <dt>${text("name")}</dt>
      <dd>${contact.name} ${state.open === "name" ? nothing : opener("name", "change_name", actions)}</dd>
      <dt>${text("email")}</dt>
      <dd>${email(contact.email)} ${state.open === "email" ? nothing : opener("email", "change_email", actions)}</dd>
      <dt>${text("role")}</dt>
      <dd>${roleName(contact.role)}<span class="bit">${text(`role_${known(contact.role)}_text`)}</span></dd>
    </dl>
    ${state.open === "name" ? nameForm(state, contact.name, actions) : nothing}
    ${state.open === "email" ? emailForm(state, actions) : nothing}
  </section>`;
}

/** @param {Form} form @param {"change_name" | "change_email"} name @param {any} actions */
function opener(form, name, actions) {
  return html`<button class="quiet" type="button" @click=${() => actions.show(form)}>${text(name)}</button>`;
}

/** @param {State} state @param {string} name @param {any} actions */
function nameForm(state, name, actions) {
  return html`<form class="form" @submit=${actions.rename}>
    ${errorOf(state, "name")} ${field("name", text("name"), "name", name)} ${buttons(state, text("save"), actions)}
  </form>`;
}

/** @param {State} state @param {any} actions */
function emailForm(state, actions) {
  return html`<form class="form" @submit=${actions.newEmail}>
    <p class="meta">${text("new_email_text")}</p>
    ${errorOf(state, "email")} ${field("email", text("new_email"), "email", "")}
    ${buttons(state, text("send_link_there"), actions)}
  </form>`;
}

/**
 * @param {State} state
 * @param {Session} session
 * @param {boolean} manages
 * @param {any} actions
 */
export function contactsPart(state, session, manages, actions) {
  const { contacts } = /** @type {Profile} */ (state.profile);
  return html`<section>
    <h2>${text("contacts")}</h2>
    <p class="meta">${text(manages ? "contacts_text" : "contacts_text_plain")}</p>
    <ul class="cards">${contacts.map((person) => personRow(person, session, manages, actions))}</ul>
    ${manages && state.open !== "contact"
      ? html`<button class="btn" type="button" @click=${() => actions.show("contact")}>${text("invite")}</button>`
      : nothing}
    ${state.open === "contact" ? inviteForm(state, actions) : nothing}
  </section>`;
}

/**
 * @param {Person} person
 * @param {Session} session
 * @param {boolean} manages
 * @param {any} actions
 */
function personRow(person, session, manages, actions) {
  const self = person.id === session.contact.id;
  return html`<li class="card person">
    <div>
      <p class="strong">${person.name}${self ? html` <span class="meta">(${text("this_is_you")})</span>` : nothing}</p>
      <p class="meta">${email(person.email)}</p>
    </div>
    ${manages ? manage(person, self, actions) : html`<p>${roleName(person.role)}</p>`}
  </li>`;
}

/** @param {Person} person @param {boolean} self @param {any} actions */
function manage(person, self, actions) {
  return html`<div class="flow">
    <select
      class="input role"
      aria-label=${text("role_of", { name: person.name })}
      @change=${(/** @type {any} */ event) => actions.giveRole(person, event.target)}
    >
      ${roleOptions(person.role)}
    </select>
    ${self
      ? nothing
      : html`<button class="quiet" type="button" aria-label=${text("dismiss_title", { name: person.name })} @click=${() => actions.dismiss(person)}>
          ${text("dismiss")}
        </button>`}
  </div>`;
}

/** @param {string} chosen */
const roleOptions = (chosen) =>
  ROLES.map((role) => html`<option value=${role} .selected=${role === chosen}>${text(`role_${role}`)}</option>`);

/** @param {string} role */
const known = (role) => ROLES.find((each) => each === role) ?? "viewer";

/** @param {string} role */
const roleName = (role) => text(`role_${known(role)}`);

/** @param {State} state @param {any} actions */
function inviteForm(state, actions) {
  return html`<form class="form ruled" @submit=${actions.invite}>
    <h3>${text("invite")}</h3>
    ${errorOf(state, "contact")} ${field("name", text("name"), "off", "")} ${field("email", text("email"), "off", "")}
    <div class="field">
      <label for="new-role">${text("role")}</label>
      <select class="input" id="new-role" name="role">${roleOptions("billing")}</select>
    </div>
    <p class="meta">${text("invite_text", { firm: firm() })}</p>
    ${buttons(state, text("send_invitation"), actions)}
  </form>`;
}

/** @param {string} name @param {string} label @param {any} autocomplete @param {string} value */
function field(name, label, autocomplete, value) {
  return html`<div class="field">
    <label for="field-${name}">${label}</label>
    <input class="input" id="field-${name}" name=${name} type=${name === "email" ? "email" : "text"}
      autocomplete=${autocomplete} maxlength=${name === "email" ? 254 : 100} required .value=${value} />
  </div>`;
}

/** @param {State} state @param {string} name @param {any} actions */
function buttons({ busy }, name, actions) {
  return html`<div class="flow">
    <button class="btn btn-go" aria-busy=${busy}>${name}</button>
    <button class="quiet" type="button" @click=${actions.hide}>${text("cancel")}</button>
  </div>`;
}

/** @param {State} state @param {Form} form */
function errorOf({ error }, form) {
  return error?.form === form ? html`<p class="field-error" role="alert">${error.words}</p>` : nothing;
}

/** @param {Profile["company"]} of */
export function company({ name, email: to, phone, address, tax_ids: taxIds }) {
  const lines = address
    ? [address.line1, address.line2, [address.postal_code, address.city].filter(Boolean).join(" "), address.state, country(address.country)]
    : [];
  return html`<section>
    <h2>${text("company")}</h2>
    <dl class="facts">
      <dt>${text("name")}</dt><dd>${name}</dd>
      <dt>${text("address")}</dt>
      <dd>${lines.filter(Boolean).length ? lines.filter(Boolean).map((line) => html`${line}<br />`) : "–"}</dd>
      <dt>${text("invoice_email")}</dt><dd>${to ? email(to) : "–"}</dd>
      <dt>${text("phone")}</dt><dd>${phone ?? "–"}</dd>
      <dt>${text("tax_ids")}</dt>
      <dd>${taxIds.length ? taxIds.map((each) => html`<span class="number">${each.value}</span><br />`) : "–"}</dd>
    </dl>
    <p class="meta">${text("company_text", { firm: firm() })}</p>
  </section>`;
}

/** @param {string | null} code */
function country(code) {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(language(), { type: "region" }).of(code) ?? code;
}

/** @param {Device[]} devices @param {any} actions */
export function devicesPart(devices, actions) {
  return html`<section>
    <h2>${text("devices")}</h2>
    <p class="meta">${text("devices_text")}</p>
    <ul class="cards">
      ${devices.map(
        (device) => html`<li class="card person">
          <div>
            <p class="strong">${deviceName(device.device)}</p>
            <p class="meta">
              ${rich("device_since", { day: exactDay(device.signed_in_at.slice(0, 10)) })}
              ${device.is_this ? text("this_device") : nothing}
            </p>
          </div>
          ${device.is_this
            ? nothing
            : html`<button class="quiet" type="button" @click=${() => actions.endDevice(device)}>${text("end_device")}</button>`}
        </li>`,
      )}
    </ul>
    <button class="btn" type="button" @click=${actions.endAll}>${text("end_all")}</button>
  </section>`;
}

const BROWSERS = /** @type {const} */ ([["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]]);
const SYSTEMS = /** @type {const} */ ([["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]]);

/** What a browser calls itself, in two words. @param {string} agent */
function deviceName(agent) {
  const named = (/** @type {readonly (readonly [string, string])[]} */ list) => list.find(([sign]) => agent.includes(sign))?.[1];
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)];
  return [browser, system].filter(Boolean).join(", ") || text("device_unknown");
}
