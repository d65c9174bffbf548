/** Which language is spoken, and its texts. A text may hold {slots}; a plural has one and other. */

import { recall, remember } from "./storage.js";

/** @typedef {typeof import("../locales/en.js").default} Texts */
/** @typedef {keyof Texts} Key */
/** @typedef {"nl" | "en"} Language */

const LOCALES = { nl: "nl-NL", en: "en-GB" };

/** @type {Language} */
let spoken = "en";
/** @type {Texts | null} */
let texts = null;

export const language = () => spoken;
export const locale = () => LOCALES[spoken];

/** @param {unknown} value @returns {value is Language} */
const known = (value) => value === "nl" || value === "en";

/** What the visitor chose with the switch, or what was spoken last time. */
export function rememberedLanguage() {
  const value = recall("balie.language") ?? recall("balie.spoken");
  return known(value) ? value : null;
}

/**
 * The visitor's choice, else the contact's, else the firm's, else the browser's language.
 * @param {string | null | undefined} contact
 * @param {string | undefined} tenant
 * @returns {Language}
 */
export function preferredLanguage(contact, tenant) {
  const browser = navigator.languages.map((tag) => tag.slice(0, 2));
  return [recall("balie.language"), contact, tenant, ...browser].find(known) ?? "en";
}

/** @param {Language} wanted */
export async function speak(wanted) {
  if (texts && wanted === spoken) return;
  const locale = await import(`../locales/${wanted}.js`);
  texts = locale.default;
  spoken = wanted;
  document.documentElement.lang = wanted;
  remember("balie.spoken", wanted);
  document.dispatchEvent(new Event("balie:language"));
}

/** @param {Language} wanted */
export async function choose(wanted) {
  remember("balie.language", wanted);
  await speak(wanted);
}

/**
 * @param {Key} key
 * @param {Record<string, unknown>} slots
 */
function entry(key, slots) {
  const found = texts?.[key] ?? "";
  if (typeof found === "string") return found;
  const form = new Intl.PluralRules(locale()).select(Number(slots.n));
  return form === "one" ? found.one : found.other;
}

/**
 * @param {Key} key
 * @param {Record<string, string | number>} [slots]
 */
export function text(key, slots = {}) {
  return entry(key, slots).replace(/\{(\w+)\}/g, (_, name) => String(slots[name]));
}

/**
 * A text whose slots are templates: the pieces in order, for lit-html to draw.
 * @param {Key} key
 * @param {Record<string, unknown>} slots
 * @returns {unknown[]}
 */
export function rich(key, slots) {
  const pieces = entry(key, slots).split(/\{(\w+)\}/);
  return pieces.map((piece, index) => (index % 2 ? slots[piece] : piece));
}
