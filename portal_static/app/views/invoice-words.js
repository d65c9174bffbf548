/** What is said of an invoice: how it stands in one sentence, and what happens next. */

import { amount, short, spoken } from "../components/figures.js";
import { rich, text } from "../i18n.js";
import { isPositive } from "../money.js";
import { currentTenant, firm, may } from "../session.js";
import { isCollected, payAddress } from "../standing.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Story} Story */
/** @typedef {import("../types.js").Invoice} Invoice */

/** How it stands, in the order in which one thing outweighs another. @param {Invoice} invoice */
function standing(invoice) {
  if (invoice.status !== "open") return invoice.status;
  if (invoice.disputed) return "disputed";
  if (invoice.processing) return "processing";
  if (isCollected(invoice)) return "collected";
  return invoice.days_overdue > 0 ? "overdue" : "due";
}

/** @param {Story} story */
export function sentence({ invoice, today }) {
  const how = standing(invoice);
  const open = html`<b>${amount(invoice.amount_remaining)}</b>`;
  const total = amount(invoice.total);
  if (how === "paid") return html`<p>${paid(invoice, today)}</p>`;
  if (how === "void" || how === "uncollectible") return html`<p>${text(`stand_${how}`)}</p>`;
  if (how === "disputed") return html`<p>${rich("stand_disputed", { open })}</p>`;
  if (how === "processing") return html`<p>${rich("stand_processing", { open })}</p>`;
  const part = invoice.amount_remaining.value !== invoice.total.value;
  const what = part ? rich("part_of", { open, total }) : open;
  return html`<p>${open_(how, invoice, today, what)}</p>`;
}

/**
 * @param {"collected" | "overdue" | "due"} how
 * @param {Invoice} invoice
 * @param {string} today
 * @param {unknown} what
 */
function open_(how, invoice, today, what) {
  const late = html`<b class="late">${text("days_late", { n: invoice.days_overdue })}</b>`;
  if (how === "overdue") return rich("stand_late", { what, late });
  if (how === "collected") {
    return rich("stand_automatic", { what, day: spoken(String(invoice.next_attempt_date), today) });
  }
  if (!invoice.due_date) return rich("stand_due_none", { what });
  return rich("stand_due", { what, day: spoken(invoice.due_date, today) });
}

/** @param {Invoice} invoice @param {string} today */
function paid(invoice, today) {
  const total = html`<b>${amount(invoice.total)}</b>`;
  if (!isPositive(invoice.total)) return rich("stand_in_favour", { total });
  if (!invoice.paid_date) return rich("stand_paid_plain", { total });
  return rich("stand_paid", { total, day: spoken(invoice.paid_date, today) });
}

/** Paragraphs. @param {Story} story */
export function next({ invoice, today }) {
  const how = standing(invoice);
  const slots = { firm: firm(), email: currentTenant()?.support_email ?? "" };
  if (how === "disputed") return [text("next_disputed", slots), text("next_disputed_then", slots)];
  if (how === "collected") {
    const day = short(String(invoice.next_attempt_date), today);
    return [rich("next_collected", { day }), text("next_collected_then", slots)];
  }
  if (how === "overdue" || how === "due") return [payWords(invoice, today, how)];
  return [text(`next_${how}`, slots)];
}

/**
 * @param {Invoice} invoice
 * @param {string} today
 * @param {"overdue" | "due"} how
 */
function payWords(invoice, today, how) {
  if (!may("pay")) return text("next_not_you");
  if (!payAddress(invoice)) return text("next_no_link", { firm: firm() });
  if (how === "overdue") return text("next_overdue");
  const day = invoice.due_date ? short(invoice.due_date, today) : "";
  return invoice.due_date ? rich("next_due", { day }) : text("next_due_none");
}
