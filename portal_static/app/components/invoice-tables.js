/** The tables of one invoice: its lines with their sums, and the way from its total to what is open. */

import { plainDay } from "../dates.js";
import { locale, rich, text } from "../i18n.js";
import { isPositive } from "../money.js";
import { amount, plain } from "./figures.js";
import { methodName, why } from "./steps.js";
import { paymentStatus } from "./invoice-status.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Story} Story */
/** @typedef {import("../types.js").Line} Line */
/** @typedef {import("../types.js").InvoiceStep} Step */
/** @typedef {import("../types.js").Amount} Amount */

/** @param {Story} story */
export function linesTable({ lines, sums, invoice, today }) {
  return html`<table class="tbl" role="table">
    <caption class="unseen">${text("lines")}</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${text("column_description")}</th>
        <th role="columnheader" scope="col" class="n">${text("column_quantity")}</th>
        <th role="columnheader" scope="col" class="n">${text("column_price")}</th>
        <th role="columnheader" scope="col" class="n col-amount">${text("column_amount")}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">${lines.map((line) => row(line, today))}</tbody>
    <tfoot role="rowgroup">
      ${sums ? sumRows(sums) : nothing} ${sumRow(text("total"), invoice.total, "sum")}
    </tfoot>
  </table>`;
}

/** @param {Line} line @param {string} today */
function row(line, today) {
  const quantity = line.quantity === null ? "" : counted(line.quantity);
  const price = line.unit_amount ? amount(line.unit_amount) : nothing;
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="at-1">${line.description || text("line_nameless")}${about(line, today)}</th>
    <td role="cell" class="n roomy">${quantity}</td>
    <td role="cell" class="n roomy">${price}</td>
    <td role="cell" class="n at-2">${amount(line.amount)}</td>
    <td role="cell" class="at-3 only-small">
      ${line.unit_amount && quantity !== "1" ? rich("times", { n: quantity, price }) : nothing}
    </td>
  </tr>`;
}

/** @param {string} quantity exact decimal text */
const counted = (quantity) =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 12 }).format(/** @type {any} */ (quantity));

/** @param {Line} line @param {string} today */
function about(line, today) {
  const { period_start: start, period_end: end } = line;
  const period = start && end ? `${plainDay(start, today)} – ${plainDay(end, today)}` : "";
  const words = [period, line.is_proration ? text("proration") : ""].filter(Boolean).join(", ");
  return words ? html`<span class="bit">${words}</span>` : nothing;
}

/** @param {NonNullable<Story["sums"]>} sums */
function sumRows({ subtotal, discount, tax, included_tax: included }) {
  const plainSum = !isPositive(discount) && !isPositive(tax);
  return html`${plainSum ? nothing : sumRow(text("subtotal"), subtotal)}
    ${isPositive(discount) ? sumRow(text("discount"), negative(discount)) : nothing}
    ${isPositive(tax) ? sumRow(text("tax"), tax) : nothing}
    ${isPositive(included) ? sumRow(text("included_tax"), included) : nothing}`;
}

/** @param {Amount} value */
const negative = ({ value, currency }) => ({ value: `-${value}`, currency });

/** @param {unknown} name @param {Amount} value @param {string} [kind] */
function sumRow(name, value, kind = "") {
  return html`<tr role="row" class=${kind}>
    <th role="rowheader" scope="row" colspan="3" class="at-1">${name}</th>
    <td role="cell" class="n at-2">${amount(value)}</td>
  </tr>`;
}

/** @param {Story} story */
export function storyTable({ invoice, steps, today }) {
  return html`<table class="tbl" role="table">
    <caption class="unseen">${text("what_happened")}</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="col-day">${text("column_date")}</th>
        <th role="columnheader" scope="col">${text("column_how")}</th>
        <th role="columnheader" scope="col" class="n col-amount">${text("column_amount")}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${entry(invoice.issued_date, today, text("invoice_amount"), amount(invoice.total))}
      ${steps.map((step) => stepRow(step, today))}
    </tbody>
    <tfoot role="rowgroup">
      <tr role="row" class="sum">
        <th role="rowheader" scope="row" colspan="2" class="at-1">${text("still_open")}</th>
        <td role="cell" class="n at-2">${amount(invoice.amount_remaining)}</td>
      </tr>
    </tfoot>
  </table>`;
}

/**
 * @param {string} date
 * @param {string} today
 * @param {unknown} what
 * @param {unknown} value
 * @param {string} [kind]
 */
function entry(date, today, what, value, kind = "") {
  return html`<tr role="row" class=${kind}>
    <td role="cell" class="at-3 mute">${plain(date, today)}</td>
    <th role="rowheader" scope="row" class="at-1">${what}</th>
    <td role="cell" class="n at-2">${value}</td>
  </tr>`;
}

/** @param {Step} step @param {string} today */
function stepRow(step, today) {
  const moved = /[1-9]/.test(step.effect.value);
  const value = moved
    ? amount(step.effect)
    : html`<span aria-hidden="true">–</span><span class="unseen">${text("changes_nothing")}</span>`;
  return entry(step.date, today, html`${stepName(step)}${stepBits(step, moved)}`, value, moved ? "" : "faint");
}

/** @param {Step} step */
function stepName({ what, payment }) {
  if (payment && (what === "paid" || what === "tried")) return methodName(payment);
  return text(`step_${what}`, {});
}

/** @param {Step} step @param {boolean} moved */
function stepBits({ what, payment, amount: value }, moved) {
  const state = what === "tried" && payment ? paymentStatus(payment) : null;
  return html`${state ? html`<span class="bit">${state}</span>` : nothing}
    ${what === "tried" && payment?.failure ? html`<span class="bit">${why(payment.failure)}</span>` : nothing}
    ${what === "taken_back" ? html`<span class="bit">${text("step_taken_back_text")}</span>` : nothing}
    ${!moved && what !== "tried" ? html`<span class="bit">${rich("without_effect", { amount: amount(value) })}</span>` : nothing}
    ${what === "tried" ? html`<span class="bit">${amount(value)}</span>` : nothing}`;
}
