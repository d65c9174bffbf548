/** How the firm looks to its customers: a form beside what comes of it, saved when it is good. */

import { get, Problem, put, remove } from "../../app/api.js";
import { contrast, paint, preview } from "../components/brand-preview.js";
import { announce, complaint, explain, failed, head, waiting } from "../components/states.js";
import { text } from "../i18n.js";
import { surely } from "../passkeys.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Branding} Branding */
/** @typedef {import("../types.js").Judgement} Judgement */
/** @typedef {"logo" | "favicon"} Place */
/** @typedef {"terms" | "privacy" | "imprint"} Legal */

const COLOR = /^#[0-9a-f]{6}$/;
const LEGAL = /** @type {const} */ (["terms", "privacy", "imprint"]);
const PLACES = /** @type {const} */ (["logo", "favicon"]);
const TYPING_MS = 150;

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, signal }) {
  /** @type {Branding | null} */
  let saved = null;
  /** @type {Branding | null} what the form holds */
  let draft = null;
  /** @type {Record<Place, string | null | undefined>} a chosen file as data:, null for none */
  let files = { logo: undefined, favicon: undefined };
  /** @type {Judgement | null} */
  let judgement = null;
  /** @type {Problem | null} */
  let problem = null;
  let error = "";
  let asking = 0;

  async function load() {
    problem = null;
    try {
      settle(await get("/desk/branding", signal));
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      problem = failure;
    }
    draw();
  }

  /** @param {Branding} found */
  function settle(found) {
    [saved, draft, judgement] = [found, structuredClone(found), found.judgement];
    files = { logo: undefined, favicon: undefined };
    error = "";
    asking += 1; // what was asked of a colour before counts no more
  }

  function undo() {
    if (saved) settle(saved);
    forgetChosenFiles();
    draw();
    announce(text("brand_undone"));
  }

  function forgetChosenFiles() {
    for (const input of host.querySelectorAll("input[type=file]")) {
      /** @type {HTMLInputElement} */ (input).value = "";
    }
  }

  function draw() {
    const parts = problem ? failed(problem, load) : draft ? body(draft) : waiting(6);
    render(html`${head(text("branding"), text("branding_stand"))} ${parts}`, host);
    if (judgement) paint(host, judgement.variables);
  }

  /** @param {Branding} now */
  const body = (now) => html`<div class="brand">
    <form class="form" novalidate @submit=${save}>
      ${complaint(error)} ${colours(now)} ${pictures()} ${words(now)} ${links(now)}
      <div class="flow brand-save">
        <button class="btn btn-go" aria-disabled=${judgement?.nearest ? "true" : "false"}>${text("save")}</button>
        ${isChanged() ? html`<button class="btn" type="button" @click=${undo}>${text("brand_undo")}</button>` : nothing}
      </div>
    </form>
    <section aria-label=${text("preview")}>${preview(look(now))}</section>
  </div>`;

  /** @param {Branding} now */
  const look = (now) => ({
    name: now.name,
    shown: now.header_text ?? now.name,
    logo: address("logo"),
    address: now.address_form,
  });

  /** Where the picture is seen that would be saved. @param {Place} place */
  function address(place) {
    if (files[place] !== undefined) return files[place] ?? null;
    const picture = saved?.[place];
    return picture ? `/desk/branding/pictures/${place}?${picture.file}` : null;
  }

  /** @param {Branding} now */
  const colours = (now) => html`<fieldset class="stack">
    <legend class="unseen">${text("brand_colours")}</legend>
    <div class="field">
      <label for="color">${text("brand_color")}</label>
      <div class="beside">
        <input class="brand-picker" type="color" aria-label=${text("brand_picker")}
          .value=${COLOR.test(now.color) ? now.color : "#000000"} @input=${typeColor} />
        <input class="input code-input" id="color" .value=${now.color} maxlength="7" spellcheck="false"
          autocomplete="off" aria-invalid=${COLOR.test(now.color) ? "false" : "true"} @input=${typeColor} />
      </div>
      ${contrast(judgement, takeColor)}
    </div>
    <div class="field">
      <label for="radius">${text("brand_radius", { n: now.radius_px })}</label>
      <input id="radius" type="range" min="0" max="24" .value=${String(now.radius_px)}
        @input=${(/** @type {InputEvent} */ event) => change({ radius_px: Number(valueOf(event)) })} />
    </div>
  </fieldset>`;

  const pictures = () => html`${PLACES.map(
    (place) => html`<div class="field">
      <label for=${place}>${text(`brand_${place}`)}</label>
      <span class="meta">${text(`brand_${place}_what`)}</span>
      <div class="flow">
        ${address(place) ? html`<img class="brand-thumb" src=${address(place) ?? ""} alt="" />` : nothing}
        <input id=${place} type="file" accept="image/png,image/jpeg,image/webp"
          @change=${(/** @type {Event} */ event) => choose(place, event)} />
        ${address(place)
          ? html`<button class="quiet" type="button" @click=${() => setFile(place, null)}>${text("remove")}</button>`
          : nothing}
      </div>
    </div>`,
  )}`;

  /** @param {Branding} now */
  const words = (now) => html`<div class="field">
      <label for="header-text">${text("brand_header")}</label>
      <span class="meta">${text("brand_header_what")}</span>
      <input class="input" id="header-text" maxlength="60" .value=${now.header_text ?? now.name}
        @input=${typeHeader} />
    </div>
    <div class="field">
      <label for="address-form">${text("brand_address")}</label>
      <select class="input" id="address-form"
        @change=${(/** @type {Event} */ event) => change({ address_form: valueOf(event) === "je" ? "je" : "u" })}>
        ${["je", "u"].map((form) => html`<option ?selected=${now.address_form === form}>${form}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="support-email">${text("brand_support")}</label>
      <input class="input" id="support-email" type="email" maxlength="254" .value=${now.support_email}
        @input=${(/** @type {Event} */ event) => change({ support_email: valueOf(event).trim() })} />
    </div>`;

  /** @param {Branding} now */
  const links = (now) => html`${LEGAL.map(
    (kind) => html`<div class="field">
      <label for=${kind}>${text(`brand_${kind}`)}</label>
      <input class="input" id=${kind} type="url" maxlength="300" placeholder="https://" .value=${now.legal[kind] ?? ""}
        @input=${(/** @type {Event} */ event) =>
          change({ legal: { ...now.legal, [kind]: valueOf(event).trim() || null } })} />
    </div>`,
  )}`;

  /** @param {Event} event */
  const valueOf = (event) =>
    /** @type {HTMLInputElement | HTMLSelectElement} */ (event.currentTarget).value;

  /** @param {Partial<Branding>} parts */
  function change(parts) {
    if (!draft) return;
    draft = { ...draft, ...parts };
    draw();
    if ("color" in parts || "radius_px" in parts) judge();
  }

  /** @param {Event} event */
  function typeColor(event) {
    takeColor(valueOf(event).trim().toLowerCase());
  }

  /** @param {string} color */
  function takeColor(color) {
    judgement = null;
    change({ color });
  }

  /** The firm's own name stands there by itself. @param {Event} event */
  function typeHeader(event) {
    const typed = valueOf(event);
    change({ header_text: typed === draft?.name ? null : typed });
  }

  /** Asks what comes of the colour, once the typing pauses; only the newest answer counts. */
  async function judge() {
    const mine = ++asking;
    await new Promise((done) => setTimeout(done, TYPING_MS));
    if (mine !== asking || !draft || !COLOR.test(draft.color)) return;
    const wanted = new URLSearchParams({ color: draft.color, radius_px: String(draft.radius_px) });
    try {
      const answer = await get(`/desk/branding/preview?${wanted}`, signal);
      if (mine === asking) judgement = answer;
    } catch (failure) {
      if (failure instanceof Problem) error = explain(failure);
    }
    draw();
  }

  /** @param {Place} place @param {Event} event */
  function choose(place, event) {
    const file = /** @type {HTMLInputElement} */ (event.currentTarget).files?.[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => setFile(place, String(reader.result));
    reader.readAsDataURL(file);
  }

  /** @param {Place} place @param {string | null} content */
  function setFile(place, content) {
    files = { ...files, [place]: content };
    draw();
  }

  const isChanged = () =>
    PLACES.some((place) => files[place] !== undefined) ||
    JSON.stringify({ ...draft, judgement: null }) !== JSON.stringify({ ...saved, judgement: null });

  /** @param {SubmitEvent} event */
  async function save(event) {
    event.preventDefault();
    if (!draft || judgement?.nearest) return;
    try {
      settle(await surely(sendAll));
      forgetChosenFiles();
      announce(text("saved"));
    } catch (failure) {
      error = refusal(failure);
    }
    draw();
  }

  /** What was saved before something is refused stays saved, and is shown so. */
  async function sendAll() {
    if (!draft) throw new Error("nothing to save");
    const { color, radius_px, header_text, legal, support_email, address_form, version } = draft;
    const wanted = { color, radius_px, header_text, legal, support_email, address_form, version };
    let now = await put("/desk/branding", wanted);
    for (const place of PLACES) {
      keepVersion(now);
      now = (await sendPicture(place, now.version)) ?? now;
      files = { ...files, [place]: undefined };
    }
    return now;
  }

  /** @param {Branding} now */
  function keepVersion(now) {
    saved = now;
    if (draft) draft = { ...draft, version: now.version };
  }

  /** @param {Place} place @param {number} version */
  async function sendPicture(place, version) {
    const content = files[place];
    const path = `/desk/branding/pictures/${place}`;
    if (content === undefined) return null;
    if (content === null) return remove(`${path}?version=${version}`);
    return put(path, { version, content: content.slice(content.indexOf(",") + 1) });
  }

  /** @param {unknown} failure */
  function refusal(failure) {
    if (failure instanceof Problem && failure.code === "image_refused") return text("brand_picture_refused");
    if (failure instanceof Problem && failure.status === 422) return text("brand_refused");
    return explain(failure);
  }

  load();
  return { title: () => text("branding"), draw };
}
