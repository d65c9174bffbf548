/** One's own details and devices, the company's data, and who else acts for it. */

import { get, post, Problem, put, remove } from "../api.js";
import { announce, say } from "../components/announcer.js";
import { confirmed } from "../components/confirm.js";
import { failed, outcome, tableBones, waiting } from "../components/states.js";
import { title } from "../components/title.js";
import { language, text } from "../i18n.js";
import { navigate } from "../router.js";
import { currentSession, forgetSession, loadSession, may, rememberReturn } from "../session.js";
import { remember } from "../storage.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { company, contactsPart, devicesPart, own, proofNotice } from "./profile-parts.js";

/** @typedef {import("../types.js").Profile} Profile */
/** @typedef {import("../types.js").Person} Person */
/** @typedef {import("../types.js").Device} Device */
/** @typedef {"name" | "email" | "contact"} Form */

/**
 * @typedef {object} State
 * @property {Profile | null} profile
 * @property {Device[]} devices
 * @property {Problem | null} problem
 * @property {Form | null} open the form that is open
 * @property {{ form: Form, words: string } | null} error of what was typed
 * @property {boolean} busy
 * @property {boolean} mustProve whether a fresh link is needed for what was asked
 */

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, signal }) {
  /** @type {State} */
  const state = { profile: null, devices: [], problem: null, open: null, error: null, busy: false, mustProve: false };
  const draw = () => render(template(state, actions), host);

  async function load() {
    state.problem = null;
    draw();
    const [profile, devices] = await Promise.all([
      outcome(get("/api/profile", signal)),
      outcome(get("/api/sessions", signal)),
    ]);
    if (signal.aborted || profile === null || devices === null) return;
    const first = state.profile === null;
    if (profile instanceof Problem) state.problem = profile;
    else state.profile = profile;
    if (!(devices instanceof Problem)) state.devices = devices.devices;
    draw();
    if (first && state.profile) announce(text("loaded"));
  }

  /**
   * @param {Form | null} form
   * @param {Promise<any>} request
   * @param {string} done what to say when it worked
   */
  async function change(form, request, done) {
    state.busy = true;
    draw();
    const answer = await outcome(request);
    state.busy = false;
    if (answer instanceof Problem) return refuse(form, answer);
    if (signal.aborted) return;
    Object.assign(state, { open: null, error: null });
    await Promise.all([load(), outcome(loadSession())]);
    document.dispatchEvent(new Event("balie:page"));
    if (done) say(done);
  }

  /** @param {Form | null} form @param {Problem} problem */
  function refuse(form, problem) {
    if (problem.code === "fresh_sign_in_needed") state.mustProve = true;
    else if (form) state.error = { form, words: reason(problem) };
    else say(reason(problem));
    draw();
    const place = state.mustProve ? ".proof" : ".field-error";
    const shown = host.querySelector(place)?.parentElement?.querySelector("button, input");
    if (shown instanceof HTMLElement) shown.focus();
  }

  const actions = {
    load,
    /** @param {Form} form */
    show(form) {
      Object.assign(state, { open: form, error: null });
      draw();
      /** @type {HTMLElement | null} */ (host.querySelector("form input"))?.focus();
    },
    hide() {
      state.open = null;
      draw();
    },
    /** @param {SubmitEvent} event */
    rename(event) {
      const { name } = typed(event);
      change("name", post("/api/profile/name", { name }), text("saved"));
    },
    /** @param {SubmitEvent} event */
    async newEmail(event) {
      const { email } = typed(event);
      await change("email", post("/api/profile/email", { email }), "");
      if (!state.error && !state.mustProve) waitForLink(email);
    },
    /** @param {SubmitEvent} event */
    invite(event) {
      const body = typed(event);
      change("contact", post("/api/contacts", body), text("invited", { name: body.name }));
    },
    /** Shown as it is until it is saved. @param {Person} person @param {HTMLSelectElement} select */
    giveRole(person, select) {
      const role = select.value;
      select.value = person.role;
      change(null, put(`/api/contacts/${person.id}/role`, { role }), text("saved"));
    },
    /** @param {Person} person */
    async dismiss(person) {
      const words = text("dismiss_text", { name: person.name });
      if (!(await confirmed(text("dismiss_title", { name: person.name }), words, text("dismiss")))) return;
      change(null, remove(`/api/contacts/${person.id}`), text("dismissed", { name: person.name }));
    },
    /** @param {Device} device */
    endDevice: (device) => change(null, remove(`/api/sessions/${device.id}`), text("device_ended")),
    async endAll() {
      if (!(await confirmed(text("end_all_title"), text("end_all_text"), text("end_all")))) return;
      const answer = await outcome(post("/api/sign-out-everywhere", {}));
      if (answer instanceof Problem) return say(reason(answer));
      forgetSession();
      navigate("/sign-in");
    },
    async prove() {
      const answer = await outcome(post("/api/profile/proof", {}));
      if (answer instanceof Problem) return say(reason(answer));
      waitForLink(currentSession()?.contact.email ?? "");
    },
  };

  load();
  return { title: () => text("profile"), draw };
}

/** The page that waits for a link from the mail, and comes back here. @param {string} email */
function waitForLink(email) {
  rememberReturn("/profile");
  remember("balie.asked", { email, askedAt: Date.now(), proof: true }, sessionStorage);
  navigate("/sign-in");
}

/** @param {SubmitEvent} event @returns {Record<string, string>} */
function typed(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}

const REASONS = /** @type {Record<string, import("../i18n.js").Key>} */ ({
  contact_exists: "known_email",
  last_owner_of_customer: "last_owner",
  too_many_contacts: "too_many_contacts",
  contact_may_not: "may_not",
  contact_missing: "contact_gone",
  device_missing: "device_gone",
  changed: "changed_meanwhile",
  invalid: "fill_in_all",
});

/** @param {Problem} problem */
function reason(problem) {
  if (problem.status === 429) return text("too_often");
  return text(REASONS[problem.code] ?? "not_saved");
}

/** @param {State} state @param {any} actions */
function template(state, actions) {
  const { profile, problem } = state;
  const stand = problem ? nothing : profile && html`<p>${text("profile_stand", { name: profile.company.name })}</p>`;
  return html`${title(text("profile"), stand, nothing, true)} ${state.mustProve ? proofNotice(actions) : nothing}
    ${body(state, actions)}`;
}

/** @param {State} state @param {any} actions */
function body(state, actions) {
  const { profile, problem } = state;
  if (problem) return failed(text("profile_failed"), problem, actions.load);
  const session = currentSession();
  if (!profile || !session) return waiting(tableBones());
  return html`<div class="profile" lang=${language()}>
    ${session.view ? nothing : own(state, session, actions)}
    ${contactsPart(state, session, may("manage_contacts"), actions)} ${company(profile.company)}
    ${session.view ? nothing : devicesPart(state.devices, actions)}
  </div>`;
}
