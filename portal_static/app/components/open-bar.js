/** What is open in one currency: one bar, and each of its parts with amount, invoices and day. */

import { distance } from "../dates.js";
import { rich, text } from "../i18n.js";
import { formatAmount, isPositive, size } from "../money.js";
import { goesByItself, isCollected } from "../standing.js";
import { amount, short } from "./figures.js";
import { status } from "./status.js";
import { bone } from "./states.js";
import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Balance} Balance */
/** @typedef {import("../types.js").Invoice} Invoice */
/** @typedef {import("../types.js").Amount} Amount */

const SHOWN = 2;

/**
 * @param {Balance} balance
 * @param {Invoice[]} invoices the first open ones, of all currencies
 * @param {string} today
 */
export function openBar(balance, invoices, today) {
  const mine = invoices.filter((each) => each.amount_remaining.currency === balance.currency);
  const collected = mine.filter(goesByItself);
  const payable = mine.filter((each) => !goesByItself(each));
  const late = payable.filter((each) => each.days_overdue > 0);
  const later = payable.filter((each) => each.days_overdue === 0);
  return html`${bar(balance)}
    <ul class="parts">
      ${part(status("late", text("part_overdue"), "late"), balance.overdue, late, today)}
      ${part(status("open", text("part_later")), balance.due_later, later, today)}
      ${part(status("clock", text("part_collected")), balance.collected, collected, today)}
    </ul>`;
}

/** The same size, before the data is there. */
export function openBarBones() {
  const row = html`<li>${bone("m", 60)}${bone("m", 40)}${bone("s", 80)}${bone("s", 60)}</li>`;
  return html`<span class="bone bar"></span>
    <ul class="parts">${[row, row, row]}</ul>`;
}

/** @param {Balance} balance */
function bar({ open, overdue, due_later: later, collected }) {
  const whole = size(overdue) + size(later) + size(collected) || 1;
  const label = text("bar_label", {
    open: formatAmount(open),
    overdue: formatAmount(overdue),
    later: formatAmount(later),
    collected: formatAmount(collected),
  });
  let from = 0;
  const pieces = [
    { name: "bar-late", value: overdue },
    { name: "bar-later", value: later },
    { name: "bar-collected", value: collected },
  ].map(({ name, value }) => {
    const share = (size(value) / whole) * 100;
    const piece = { name, from, share };
    from += share;
    return piece;
  });
  return html`<svg class="bar" role="img" aria-label=${label}>
    ${pieces.map(({ name, from: x, share }) =>
      share > 0
        ? svg`<rect class=${name} x="${x}%" width="${share}%" height="100%" />`
        : nothing,
    )}
    ${pieces.map(({ from: x, share }) =>
      x > 0 && share > 0
        ? svg`<rect class="bar-gap" x="${x}%" width="3" height="100%" />`
        : nothing,
    )}
  </svg>`;
}

/**
 * @param {unknown} name
 * @param {Amount} value
 * @param {Invoice[]} invoices
 * @param {string} today
 */
function part(name, value, invoices, today) {
  if (!isPositive(value)) return nothing;
  const more = invoices.length - SHOWN;
  return html`<li>
    <h3>${name}</h3>
    ${amount(value)}
    <ul class="meta">
      ${invoices.slice(0, SHOWN).map((invoice) => html`<li>${line(invoice, today)}</li>`)}
      ${more > 0 ? html`<li>${text("and_more", { n: more })}</li>` : nothing}
    </ul>
  </li>`;
}

/**
 * @param {Invoice} invoice
 * @param {string} today
 */
function line(invoice, today) {
  const number = html`<a class="number" href="/invoices/${invoice.id}">${invoice.number}</a>`;
  const what = invoice.description ? html`${number}, ${invoice.description}` : number;
  return html`${what}<br />${when(invoice, today)}`;
}

/**
 * @param {Invoice} invoice
 * @param {string} today
 */
function when(invoice, today) {
  if (invoice.disputed) return text("payment_disputed");
  if (invoice.processing) return text("payment_processing");
  if (isCollected(invoice)) return happens(/** @type {string} */ (invoice.next_attempt_date), today);
  if (invoice.days_overdue > 0) return text("days_late", { n: invoice.days_overdue });
  if (!invoice.due_date) return nothing;
  const near = distance(invoice.due_date, today);
  const day = short(invoice.due_date, today);
  return near ? rich("due_on", { near, Near: capital(near), day }) : rich("due_on_far", { day });
}

/**
 * @param {string} date
 * @param {string} today
 */
function happens(date, today) {
  const near = distance(date, today);
  const day = short(date, today);
  if (!near) return day;
  return rich("happens_on", { Near: capital(near), day });
}

/** @param {string} words */
const capital = (words) => words[0].toUpperCase() + words.slice(1);
