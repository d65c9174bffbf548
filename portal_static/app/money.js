/** Amounts in the language that is spoken, and what is asked about them. */

import { amountText } from "./amount-text.js";
import { locale } from "./i18n.js";

/** @typedef {import("./types.js").Amount} Amount */

/** @param {Amount} amount */
export const formatAmount = (amount) => amountText(amount, locale());

/** @param {Amount} amount */
export function isPositive({ value }) {
  return /^[^-]*[1-9]/.test(value);
}

/**
 * For proportions in a drawing only, never for an amount that is shown.
 * @param {Amount} amount
 */
export function size({ value }) {
  return Math.max(Number(value), 0);
}

/** @param {string} currency */
export function currencyName(currency) {
  return new Intl.DisplayNames(locale(), { type: "currency" }).of(currency) ?? currency;
}
