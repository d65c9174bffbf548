/** Invoices as a table; on a phone each is a row of two lines. Roles stay, whatever the layout. */

import "./download.js";
import { rich, text } from "../i18n.js";
import { formatAmount, isPositive } from "../money.js";
import { goesByItself, isCollected, payAddress } from "../standing.js";
import { amount, plain, short } from "./figures.js";
import { invoiceStatus } from "./invoice-status.js";
import { pdfWords } from "./pdf-words.js";
import { bone } from "./states.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Invoice} Invoice */

const COLUMNS = /** @type {const} */ ([
  ["column_number", "col-number"],
  ["column_description", ""],
  ["column_date", "col-date roomy"],
  ["column_status", "col-status"],
  ["column_amount", "col-amount n"],
  ["column_remaining", "col-amount n roomy"],
]);

/**
 * @param {Invoice[]} invoices
 * @param {string} today
 * @param {string} caption
 */
export function invoiceTable(invoices, today, caption) {
  return table(invoices.map((invoice) => row(invoice, today)), caption);
}

/** The same size, before the data is there. */
export function invoiceBones() {
  const line = html`<tr>
    <td class="cell-number">${bone("m", 80)}</td>
    <td class="cell-what">${bone("m", 60)}</td>
    <td class="roomy">${bone("m", 60)}</td>
    <td class="cell-status">${bone("m", 60)}</td>
    <td class="cell-total">${bone("m", 80)}</td>
    <td class="roomy">${bone("m", 80)}</td>
    <td class="cell-pay"></td>
    <td class="roomy"></td>
  </tr>`;
  return table(Array(8).fill(line), text("loading"));
}

/**
 * @param {unknown[]} rows
 * @param {string} caption
 */
function table(rows, caption) {
  return html`<table class="invoices" role="table">
    <caption class="unseen">${caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        ${COLUMNS.map(
          ([key, kind]) => html`<th role="columnheader" scope="col" class=${kind}>${text(key)}</th>`,
        )}
        <th role="columnheader" scope="col" class="col-pay"><span class="unseen">${text("column_action")}</span></th>
        <th role="columnheader" scope="col" class="col-pdf roomy"><span class="unseen">PDF</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">${rows}</tbody>
  </table>`;
}

/**
 * @param {Invoice} invoice
 * @param {string} today
 */
function row(invoice, today) {
  const pay = payLink(invoice);
  const kinds = [pay === nothing ? "" : "payable", invoice.description ? "" : "bare"].join(" ");
  return html`<tr role="row" class=${kinds}>
    <th role="rowheader" scope="row" class="cell-number number">
      <a class="row-link" href="/invoices/${invoice.id}">${invoice.number}</a>
    </th>
    <td role="cell" class="cell-what">${invoice.description ?? ""}</td>
    <td role="cell" class="roomy mute">${plain(invoice.issued_date, today)}</td>
    <td role="cell" class="cell-status">${invoiceStatus(invoice)} ${when(invoice, today)}</td>
    <td role="cell" class="cell-total n">${amount(invoice.total)}</td>
    <td role="cell" class="roomy n">${remaining(invoice)}</td>
    <td role="cell" class="cell-pay">${pay}</td>
    <td role="cell" class="cell-pdf roomy">
      <balie-download path="/api/invoices/${invoice.id}/pdf" look="quiet btn-row"
        .words=${{ ...pdfWords(invoice, today), name: "PDF" }}></balie-download>
    </td>
  </tr>`;
}

/** @param {Invoice} invoice */
function remaining(invoice) {
  if (invoice.status === "open" && isPositive(invoice.amount_remaining)) {
    return html`<span class="strong">${amount(invoice.amount_remaining)}</span>`;
  }
  return html`<span class="mute" aria-hidden="true">–</span
    ><span class="unseen">${text("nothing_open")}</span>`;
}

/** @param {Invoice} invoice */
function payLink(invoice) {
  const address = payAddress(invoice);
  if (!address || goesByItself(invoice)) return nothing;
  const value = formatAmount(invoice.amount_remaining);
  const name = text("pay_number", { number: invoice.number, amount: value });
  return html`<a class="btn btn-row" href=${address} aria-label=${name}>${text("pay_short")}</a>`;
}

/**
 * @param {Invoice} invoice
 * @param {string} today
 */
function when(invoice, today) {
  const words = whenWords(invoice, today);
  return words === nothing ? nothing : html`<span class="when">${words}</span>`;
}

/**
 * @param {Invoice} invoice
 * @param {string} today
 */
function whenWords(invoice, today) {
  if (invoice.status === "paid" && invoice.paid_date) return plain(invoice.paid_date, today);
  if (invoice.status !== "open" || invoice.processing || invoice.disputed) return nothing;
  if (isCollected(invoice)) {
    return rich("on_day", { day: short(String(invoice.next_attempt_date), today) });
  }
  if (invoice.days_overdue > 0) return text("days", { n: invoice.days_overdue });
  if (!invoice.due_date) return nothing;
  return rich("by_day", { day: short(invoice.due_date, today) });
}
