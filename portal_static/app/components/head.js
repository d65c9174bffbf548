/** How the account stands: the sentence of the overview, and paying what is most urgent. */

import { rich, text } from "../i18n.js";
import { isPositive } from "../money.js";
import { currentSession, firm } from "../session.js";
import { mostUrgent, payAddress } from "../standing.js";
import { amount, spoken } from "./figures.js";
import { title } from "./title.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Overview} Overview */
/** @typedef {import("../types.js").Balance} Balance */

/**
 * @param {string} name
 * @param {Overview | null} overview null while it loads
 * @param {unknown} [instead] replaces the sentence, when there is none
 */
export function pageHead(name, overview, instead) {
  const words = instead ?? (overview ? sentences(overview) : null);
  return title(name, words, overview ? payAction(overview) : nothing, true);
}

/** @param {Overview} overview */
function sentences({ balances, today }) {
  const open = balances.filter((balance) => isPositive(balance.open));
  if (open.length === 0) return clearWords();
  if (open.length === 1) return html`<p>${sentence(open[0], today)}</p>`;
  return html`<ul>
    ${open.map((balance) => html`<li>${sentence(balance, today)}</li>`)}
  </ul>`;
}

function clearWords() {
  const email = currentSession()?.contact.email;
  const slots = { firm: firm(), email: email ?? "" };
  return html`<p>${text("stand_clear")}</p>
    <p class="stand-more">${text(email ? "clear_text" : "clear_text_plain", slots)}</p>`;
}

/**
 * @param {Balance} balance
 * @param {string} today
 */
function sentence(balance, today) {
  const open = html`<b>${amount(balance.open)}</b>`;
  if (isPositive(balance.overdue)) return lateSentence(balance, today, open);
  const allCollected = balance.collected.value === balance.open.value;
  return rich(allCollected ? "stand_collected" : "stand_open", { open });
}

/**
 * @param {Balance} balance
 * @param {string} today
 * @param {unknown} open
 */
function lateSentence(balance, today, open) {
  const all = balance.overdue.value === balance.open.value;
  const overdue = html`<b class="late">${amount(balance.overdue)}</b>`;
  const since = balance.overdue_since ? spoken(balance.overdue_since, today) : null;
  const first = all ? html`<b class="late">${amount(balance.open)}</b>` : open;
  if (all) return rich(since ? "stand_all_overdue" : "stand_all_overdue_plain", { open: first, since });
  return rich(since ? "stand_overdue" : "stand_overdue_plain", { open, overdue, since });
}

/** @param {Overview} overview */
function payAction(overview) {
  const invoice = mostUrgent(overview);
  if (!invoice) return nothing;
  return html`<a class="btn btn-go" href=${payAddress(invoice) ?? ""} aria-describedby="pay-what"
      ><span>${rich("pay", { amount: amount(invoice.amount_remaining) })}</span></a
    >
    <p class="meta" id="pay-what">${text("pay_what", { number: invoice.number })}</p>`;
}

/**
 * The same action under the thumb, on a phone.
 * @param {Overview | null} overview
 */
export function payBar(overview) {
  const invoice = overview && mostUrgent(overview);
  if (!invoice) return nothing;
  return html`<div class="paybar">
    <a class="btn btn-go btn-wide" href=${payAddress(invoice) ?? ""}
      ><span>${rich("pay", { amount: amount(invoice.amount_remaining) })}</span></a
    >
    <p class="meta">${text("pay_what", { number: invoice.number })}</p>
  </div>`;
}
