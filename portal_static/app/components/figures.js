/** Amounts and days in the page: readable, exact on hover, and machine-readable. */

import { exactDay, plainDay, shortDay, spokenDay } from "../dates.js";
import { formatAmount } from "../money.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../types.js").Amount} value */
export function amount(value) {
  return html`<data class="amt" value=${value.value}>${formatAmount(value)}</data>`;
}

/**
 * @param {string} date
 * @param {string} words
 */
const time = (date, words) => html`<time datetime=${date} title=${exactDay(date)}>${words}</time>`;

/**
 * "Thu 26 Nov"
 * @param {string} date
 * @param {string} today
 */
export const short = (date, today) => time(date, shortDay(date, today));

/**
 * "26 Nov"
 * @param {string} date
 * @param {string} today
 */
export const plain = (date, today) => time(date, plainDay(date, today));

/**
 * "3 November"
 * @param {string} date
 * @param {string} today
 */
export const spoken = (date, today) => time(date, spokenDay(date, today));
