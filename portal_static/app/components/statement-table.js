/** The entries of a statement between its opening and its closing balance. */

import { text } from "../i18n.js";
import { isPositive } from "../money.js";
import { amount, plain } from "./figures.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Statement} Statement */
/** @typedef {Statement["entries"][number]} Entry */

const WORDS = new Set([
  "issued", "credited", "credited_back", "paid_outside", "out_of_band", "voided", "written_off",
  "captured", "refunded", "refunds", "disputes", "conceded", "adjusted", "opening",
]);

/** @param {Statement} statement */
export function statementTable({ first, last, opening, entries, closing, next_cursor, today }) {
  return html`<table class="tbl statement" role="table">
    <caption class="unseen">${text("statement")}</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="col-day">${text("column_date")}</th>
        <th role="columnheader" scope="col">${text("column_what")}</th>
        <th role="columnheader" scope="col" class="n col-amount">${text("column_debit")}</th>
        <th role="columnheader" scope="col" class="n col-amount">${text("column_credit")}</th>
        <th role="columnheader" scope="col" class="n col-amount">${text("column_balance")}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${balanceRow(first, today, text("opening_balance"), opening)}
      ${entries.map((entry) => row(entry, today))}
      ${next_cursor ? nothing : balanceRow(last, today, text("closing_balance"), closing)}
    </tbody>
  </table>`;
}

/**
 * @param {string} date
 * @param {string} today
 * @param {string} name
 * @param {import("../types.js").Amount} balance
 */
function balanceRow(date, today, name, balance) {
  return html`<tr role="row" class="sum">
    <td role="cell" class="at-3 mute">${plain(date, today)}</td>
    <th role="rowheader" scope="row" class="at-1">${name}</th>
    <td role="cell" class="n roomy"></td>
    <td role="cell" class="n roomy"></td>
    <td role="cell" class="n at-2">${amount(balance)}</td>
  </tr>`;
}

/** @param {Entry} entry @param {string} today */
function row(entry, today) {
  const { amount: change } = entry;
  const debit = isPositive(change);
  const plainly = { ...change, value: change.value.replace("-", "") };
  const none = html`<td role="cell" class="n roomy"></td>`;
  const moved = html`<td role="cell" class="n at-2">
    <span class="only-small">${amount(change)}</span><span class="only-wide">${amount(plainly)}</span>
  </td>`;
  return html`<tr role="row">
    <td role="cell" class="at-3 mute">${plain(entry.date, today)}</td>
    <th role="rowheader" scope="row" class="at-1">${name(entry)} ${invoice(entry)}</th>
    ${debit ? html`${moved}${none}` : html`${none}${moved}`}
    <td role="cell" class="n at-4"><span class="only-small">${text("column_balance")} </span>${amount(entry.balance)}</td>
  </tr>`;
}

/** @param {Entry} entry */
function name({ what }) {
  const known = /** @type {"entry_issued"} */ (`entry_${what}`);
  return text(WORDS.has(what) ? known : "entry_other");
}

/** @param {Entry} entry */
function invoice({ invoice_id: id, invoice_number: number }) {
  return id ? html`<a class="number" href="/invoices/${id}">${number}</a>` : nothing;
}
