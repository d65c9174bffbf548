/**
 * Which language is spoken, and its texts. A text may hold {slots}; a plural has one and other, and
 * what is said otherwise to a close customer has je and u. Texts come by area, when they are needed.
 */

import en from "../locales/en.js";
import nl from "../locales/nl.js";
import { recall, remember } from "./storage.js";

/** @typedef {typeof import("../locales/en.js").default
 *   & typeof import("../locales/billing.en.js").default
 *   & typeof import("../locales/bills.en.js").default
 *   & typeof import("../locales/profile.en.js").default
 *   & typeof import("../locales/sign-in.en.js").default
 *   & typeof import("../locales/viewing.en.js").default} Texts */
/** @typedef {keyof Texts} Key */
/** @typedef {"nl" | "en"} Language */
/** @typedef {{ one: string, other: string }} Plural */
/**
 * The same keys; each text as it is, or in both forms of address.
 * @template T
 * @typedef {{ [K in keyof T]: T[K] | { je: T[K], u: T[K] } }} Worded
 */

const LOCALES = { nl: "nl-NL", en: "en-GB" };

/** @type {Language | null} */
let spoken = null;
/** @type {Record<Language, Worded<Partial<Texts>>>} */
const texts = { en: { ...en }, nl: { ...nl } };
/** @type {"je" | "u"} */
let form = recall("balie.tenant")?.address_form === "je" ? "je" : "u";

document.addEventListener("balie:tenant", (event) => {
  form = /** @type {CustomEvent} */ (event).detail?.address_form === "je" ? "je" : "u";
});

export const language = () => spoken ?? "en";
export const locale = () => LOCALES[language()];

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
export function speak(wanted) {
  if (wanted === spoken) return;
  spoken = wanted;
  document.documentElement.lang = wanted;
  remember("balie.spoken", wanted);
  document.dispatchEvent(new Event("balie:language"));
}

/**
 * An area of the portal, once its texts are known.
 * @template {{ texts: Record<Language, Worded<Partial<Texts>>> }} Area
 * @param {Area} area
 */
export function learned(area) {
  Object.assign(texts.en, area.texts.en);
  Object.assign(texts.nl, area.texts.nl);
  return area;
}

/** @param {Language} wanted */
export function choose(wanted) {
  remember("balie.language", wanted);
  speak(wanted);
}

/**
 * @param {Key} key
 * @param {Record<string, unknown>} slots
 */
function entry(key, slots) {
  const found = /** @type {any} */ (texts[language()][key] ?? "");
  const worded = found.u ? found[form] : found;
  if (typeof worded === "string") return worded;
  const many = new Intl.PluralRules(locale()).select(Number(slots.n));
  return /** @type {string} */ (many === "one" ? worded.one : worded.other);
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
