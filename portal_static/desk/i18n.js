/**
 * Which language the desk speaks, and its texts. A text may hold {slots}; a plural has one and other.
 * Those of an area come with its pages.
 */

import billsEn from "../locales/bills.en.js";
import billsNl from "../locales/bills.nl.js";
import en from "../locales/desk.en.js";
import nl from "../locales/desk.nl.js";
import workEn from "../locales/desk-work.en.js";
import workNl from "../locales/desk-work.nl.js";
import { recall, remember } from "../app/storage.js";

/** @typedef {typeof import("../locales/desk.en.js").default
 *   & typeof import("../locales/bills.en.js").default
 *   & typeof import("../locales/desk-work.en.js").default
 *   & typeof import("../locales/desk-merging.en.js").default
 *   & typeof import("../locales/desk-settings.en.js").default} Texts */
/** @typedef {keyof Texts} Key */
/** @typedef {"nl" | "en"} Language */

const LOCALES = { nl: "nl-NL", en: "en-GB" };

/** @type {Language | null} */
let spoken = null;
/** @type {Record<Language, Partial<Texts>>} */
const texts = {
  en: { ...en, ...billsEn, ...workEn },
  nl: { ...nl, ...billsNl, ...workNl },
};

export const language = () => spoken ?? "en";
export const locale = () => LOCALES[language()];

/** @param {unknown} value @returns {value is Language} */
const known = (value) => value === "nl" || value === "en";

/**
 * The user's choice, else what was spoken here last, else the firm's, else the browser's language.
 * @param {string | null} [user]
 * @param {string} [firm]
 * @returns {Language}
 */
export function preferredLanguage(user, firm) {
  const browser = navigator.languages.map((tag) => tag.slice(0, 2));
  return [user, recall("balie.desk.language"), firm, ...browser].find(known) ?? "en";
}

/** @param {Language} wanted */
export function speak(wanted) {
  if (wanted === spoken) return;
  spoken = wanted;
  document.documentElement.lang = wanted;
  document.dispatchEvent(new Event("balie:language"));
}

/**
 * An area of the desk, once its texts are known.
 * @template {{ texts: Record<Language, Partial<Texts>> }} Area
 * @param {Area} area
 */
export function learned(area) {
  Object.assign(texts.en, area.texts.en);
  Object.assign(texts.nl, area.texts.nl);
  return area;
}

/** In this browser, for who is not signed in. @param {Language} wanted */
export function chooseLanguage(wanted) {
  remember("balie.desk.language", wanted);
  speak(wanted);
}

/**
 * @param {Key} key
 * @param {Record<string, unknown>} slots
 */
function entry(key, slots) {
  const found = /** @type {string | { one: string, other: string }} */ (texts[language()][key] ?? "");
  if (typeof found === "string") return found;
  const many = new Intl.PluralRules(locale()).select(Number(slots.n));
  return many === "one" ? found.one : found.other;
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
