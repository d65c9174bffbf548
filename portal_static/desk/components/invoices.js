/** Invoices and payments in the desk's tables: a status is a word with a shape. */

import "../../app/components/download.js";
import { status } from "../../app/components/status.js";
import { amount, day, dayText, isSome } from "../figures.js";
import { text } from "../i18n.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Invoice} Invoice */
/** @typedef {import("../types.js").Payment} Payment */

/** @param {Invoice} invoice */
export function invoiceStatus(invoice) {
  if (invoice.status === "paid") return status("good", text("invoice_paid"), "good");
  if (invoice.status === "void") return status("struck", text("invoice_void"));
  if (invoice.status === "uncollectible") return status("dash", text("invoice_uncollectible"));
  if (invoice.disputed) return status("diamond", text("payment_disputed"), "wait");
  if (invoice.processing) return status("clock", text("payment_processing"));
  if (invoice.days_overdue) {
    return status("late", text("invoice_late", { n: invoice.days_overdue }), "late");
  }
  if (invoice.next_attempt_date) return status("clock", text("invoice_automatic"));
  if (isSome(invoice.amount_paid)) return status("partly", text("invoice_partly"));
  return status("open", text("invoice_open"));
}

/** @param {string} owner @param {Invoice[]} invoices */
export const invoiceTable = (owner, invoices) => html`<table class="rows figures" role="table">
  <caption class="unseen">${text("invoices")}</caption>
  <thead role="rowgroup">
    <tr role="row">
      ${[text("invoice"), text("issued"), text("due"), text("status")].map(column)}
      ${[text("total"), text("still_open")].map(numbers)}
      <th role="columnheader" scope="col" class="number less"><span class="unseen">PDF</span></th>
    </tr>
  </thead>
  <tbody role="rowgroup">
    ${invoices.map(
      (invoice) => html`<tr role="row">
        <th role="rowheader" scope="row">
          <a href="/customers/${owner}/invoices/${invoice.id}">${invoice.number}</a>
          <span class="sub">${invoice.description}</span>
        </th>
        <td role="cell" class="mute less">${day(invoice.issued_date)}</td>
        <td role="cell" class="mute less">${day(invoice.due_date)}</td>
        <td role="cell">${invoiceStatus(invoice)}</td>
        <td role="cell" class="number less">${amount(invoice.total)}</td>
        <td role="cell" class="number">${amount(invoice.amount_remaining)}</td>
        <td role="cell" class="number less">${pdf(owner, invoice, "PDF", "quiet")}</td>
      </tr>`,
    )}
  </tbody>
</table>`;

/** @type {Record<string, "pdf_closed" | "pdf_missing">} */
const PDF_REFUSED = { pdf_out_of_reach: "pdf_closed", pdf_missing: "pdf_missing" };

/**
 * @param {string} owner
 * @param {Invoice} invoice
 * @param {string} name on the button
 * @param {string} look its class
 */
export function pdf(owner, { id, number }, name = text("pdf"), look = "btn") {
  const words = {
    name,
    label: text("pdf_of", { number }),
    slow: text("pdf_slow"),
    again: text("pdf_again"),
    /** @param {{ code: string }} problem */
    refused: ({ code }) => text(PDF_REFUSED[code] ?? "pdf_failed"),
    /** @param {string} day */
    older: (day) => text("pdf_older", { day: dayText(day) }),
  };
  const path = `/desk/customers/${owner}/invoices/${id}/pdf`;
  return html`<balie-download path=${path} look=${look} .words=${words}></balie-download>`;
}

/** @param {Payment[]} payments */
export const paymentTable = (payments) => html`<table class="rows figures" role="table">
  <caption class="unseen">${text("payments")}</caption>
  <thead role="rowgroup">
    <tr role="row">
      ${[text("date"), text("method"), text("for_invoices"), text("status")].map(column)}
      ${numbers(text("amount"))}
    </tr>
  </thead>
  <tbody role="rowgroup">
    ${payments.map(
      (payment) => html`<tr role="row">
        <th role="rowheader" scope="row">${day(payment.date)}</th>
        <td role="cell" class="less">${payment.method.label || text("method_other")}</td>
        <td role="cell" class="mute less">${payment.invoice_numbers.join(", ")}</td>
        <td role="cell">${paymentStatus(payment)}</td>
        <td role="cell" class="number">${amount(payment.amount)}</td>
      </tr>`,
    )}
  </tbody>
</table>`;

/** @type {Record<Payment["status"], [import("../../app/components/status.js").Shape, "" | "late" | "wait" | "good"]>} */
const PAID = {
  succeeded: ["good", "good"],
  processing: ["clock", ""],
  failed: ["failed", "late"],
  canceled: ["struck", ""],
  requires_action: ["wait", "wait"],
};

/** @param {Payment} payment */
function paymentStatus(payment) {
  const back = payment.amount_refunded;
  const [shape, tone] = PAID[payment.status];
  const said = payment.disputed
    ? status("diamond", text("payment_disputed"), "wait")
    : status(shape, text(`payment_${payment.status}`), tone);
  return html`${said}
    ${isSome(back) ? html`<span class="sub">${text("payment_refunded")} ${amount(back)}</span>` : nothing}
    ${payment.failure ? html`<span class="sub">${payment.failure}</span>` : nothing}`;
}

/** @param {string} name */
export const column = (name) => html`<th role="columnheader" scope="col">${name}</th>`;

/** @param {string} name */
export const numbers = (name) =>
  html`<th role="columnheader" scope="col" class="number">${name}</th>`;
