/** A list of days: what happened or will happen, and the amount of each. */

import { language, rich, text } from "../i18n.js";
import { isPositive } from "../money.js";
import { isCollected } from "../standing.js";
import { amount, short } from "./figures.js";
import { bone } from "./states.js";
import { paymentStatus } from "./invoice-status.js";
import { status } from "./status.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Overview} Overview */
/** @typedef {import("../types.js").Payment} Payment */

/**
 * @param {{ date: string, what: unknown, sub: unknown, value: import("../types.js").Amount,
 *   faint?: boolean }} step faint: no money moved
 * @param {string} today
 */
function row({ date, what, sub, value, faint = false }, today) {
  return html`<li class=${faint ? "faint" : ""}>
    ${short(date, today)}
    <div>${what}<span class="sub">${sub}</span></div>
    ${amount(value)}
  </li>`;
}

export function stepBones() {
  const bones = html`<li><span class="bone bone-m w-60"></span>
    <div>${bone("m", 80)}${bone("s", 60)}</div></li>`;
  return html`<ol class="steps">${[bones, bones, bones]}</ol>`;
}

/** @param {Overview} overview */
export function plannedSteps({ open_invoices: invoices, today }) {
  const planned = invoices
    .filter(isCollected)
    .sort((a, b) => String(a.next_attempt_date).localeCompare(String(b.next_attempt_date)));
  if (planned.length === 0) return html`<p class="meta none">${text("by_itself_none")}</p>`;
  return html`<ol class="steps">
    ${planned.map((invoice) =>
      row(
        {
          date: String(invoice.next_attempt_date),
          what: text("by_itself_of", { number: invoice.number }),
          sub: invoice.description,
          value: invoice.amount_remaining,
        },
        today,
      ),
    )}
  </ol>`;
}

/** @param {Overview} overview */
export function paymentSteps({ payments, today }) {
  if (payments.length === 0) return html`<p class="meta none">${text("payments_none")}</p>`;
  return html`<ol class="steps">
    ${payments.map((payment) =>
      row(
        {
          date: payment.date,
          what: methodName(payment),
          sub: about(payment),
          value: payment.amount,
          faint: payment.status !== "succeeded",
        },
        today,
      ),
    )}
  </ol>`;
}

/** @param {Payment} payment */
export function methodName({ method }) {
  if (method.label) return method.label;
  if (method.type === "card") return text("method_card");
  if (method.type === "sepa_debit") return text("method_sepa_debit");
  if (method.type === "bank_transfer") return text("method_bank_transfer");
  return text("method_other");
}

/** @param {Payment} payment */
function about(payment) {
  const state = paymentStatus(payment);
  const numbers = payment.invoice_numbers.join(", ");
  return html`${numbers ? html`<span>${text("payment_for", { numbers })}</span>` : nothing}
    ${isPositive(payment.amount_refunded) ? refunded(payment) : nothing}
    ${state ? html`<span>${state}</span>` : nothing}
    ${payment.failure ? html`<span>${why(payment.failure)}</span>` : nothing}`;
}

/**
 * Providers give their reasons in English; who reads another language gets ours.
 * @param {string} failure
 */
export const why = (failure) => (language() === "en" ? failure : text("payment_failed_why"));

/** @param {Payment} payment */
export function refunded({ amount_refunded: value }) {
  return html`<span>${status("back", rich("payment_refunded", { amount: amount(value) }))}</span>`;
}
