/** Amounts and days: readable, exact on hover, machine-readable. */

import { amountText } from "../app/amount-text.js";
import { locale, text } from "./i18n.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** @typedef {import("./types.js").Amount} Amount */
/** @typedef {import("./types.js").Standing} Standing */

/** @param {Amount} amount */
export const money = (amount) => amountText(amount, locale());

/** @param {Amount} amount */
export const isSome = ({ value }) => /[1-9]/.test(value);

/** @param {Amount} value */
export const amount = (value) =>
  html`<data class="amt" value=${value.value}>${money(value)}</data>`;

/** @param {string} date ISO, a calendar day of the firm @param {Intl.DateTimeFormatOptions} style */
function written(date, style) {
  return new Intl.DateTimeFormat(locale(), { ...style, timeZone: "UTC" }).format(new Date(date));
}

/** "3 Nov 2026" @param {string} date */
export const dayText = (date) =>
  written(date, { day: "numeric", month: "short", year: "numeric" });

/** @param {string | null} date */
export const day = (date) =>
  date
    ? html`<time datetime=${date} title=${written(date, { dateStyle: "full" })}>${dayText(date)}</time>`
    : nothing;

/**
 * "€ 1,210.00 open, € 500.00 of it overdue since 3 Nov 2026": for each currency.
 * @param {Standing[]} balances
 */
export function standing(balances) {
  const told = balances.map(sentence).filter(Boolean);
  return told.length ? told.join(" ") : text("stand_nothing");
}

/** @param {Standing} balance */
function sentence({ open, overdue, overdue_since: since, credit, carried }) {
  const parts = [];
  if (isSome(open)) parts.push(text("stand_open", { amount: money(open) }));
  if (isSome(overdue)) {
    const how = overdue.value === open.value ? "stand_all_overdue" : "stand_overdue";
    parts.push(text(how, { amount: money(overdue), day: dayText(since ?? "") }));
  }
  if (isSome(carried)) parts.push(text("stand_carried", { amount: money(carried) }));
  if (isSome(credit)) parts.push(text("stand_credit", { amount: money(credit) }));
  return parts.length ? `${parts.join(", ")}.` : "";
}
