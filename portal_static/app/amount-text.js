/** An amount as people read it. The server decides the digits, Intl the signs and their places. */

/** @typedef {import("./types.js").Amount} Amount */

const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";

/** @param {Amount} amount @param {string} locale */
export function amountText({ value, currency }, locale) {
  const digits = (value.split(".")[1] ?? "").length;
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // The string itself, never a float: Intl formats decimal strings exactly.
  const parts = format.formatToParts(/** @type {any} */ (value));
  return parts.map((part, index) => written(part, parts[index + 1])).join("");
}

/**
 * @param {Intl.NumberFormatPart} part
 * @param {Intl.NumberFormatPart | undefined} next
 */
function written(part, next) {
  if (part.type === "minusSign") return MINUS;
  if (part.type === "currency" && next?.type === "integer") return part.value + NO_BREAK_SPACE;
  return part.value.replace(/\s/g, NO_BREAK_SPACE);
}
