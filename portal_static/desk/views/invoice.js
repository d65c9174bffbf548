/** One invoice of a customer: its lines, what happened to it, and what is left. */

import { get } from "../../app/api.js";
import { asking } from "../asking.js";
import { column, invoiceStatus, numbers, pdf } from "../components/invoices.js";
import { head } from "../components/states.js";
import { amount, day, isSome } from "../figures.js";
import { text } from "../i18n.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, id, signal }) {
  const invoiceId = location.pathname.split("/").at(-1);
  const story = asking(() => get(`/desk/customers/${id}/invoices/${invoiceId}`, signal), draw, 8);

  function draw() {
    const back = html`<p class="back"><a href="/customers/${id}">${text("customer")}</a></p>`;
    if (story.state.problem?.status === 404) {
      return render(html`${back} ${head(text("invoice_gone"), text("invoice_gone_text"))}`, host);
    }
    return render(html`${back} ${story.shown((found) => page(id, found))}`, host);
  }

  story.load();
  return { title: () => story.state.found?.invoice.number ?? text("invoice"), draw };
}

/** @param {string} customer @param {any} story */
const page = (customer, { invoice, lines, sums, steps }) => html`${head(
    text("invoice_name", { number: invoice.number }),
    invoiceStatus(invoice),
    pdf(customer, invoice),
  )}
  <dl class="facts">
    <dt>${text("issued")}</dt>
    <dd>${day(invoice.issued_date)}</dd>
    ${invoice.due_date ? html`<dt>${text("due")}</dt><dd>${day(invoice.due_date)}</dd>` : nothing}
    <dt>${text("total")}</dt>
    <dd>${amount(invoice.total)}</dd>
    <dt>${text("still_open")}</dt>
    <dd>${amount(invoice.amount_remaining)}</dd>
  </dl>
  ${lines.length ? lineTable(lines, sums, invoice) : nothing}
  <section class="part">
    <h2>${text("what_happened")}</h2>
    ${steps.length ? stepTable(steps) : html`<p class="mute">${text("nothing_happened")}</p>`}
  </section>`;

/** @param {any[]} lines @param {any} sums @param {any} invoice */
const lineTable = (lines, sums, invoice) => html`<table class="rows figures" role="table">
  <caption class="unseen">${text("lines")}</caption>
  <thead role="rowgroup">
    <tr role="row">${column(text("description"))} ${numbers(text("quantity"))} ${numbers(text("amount"))}</tr>
  </thead>
  <tbody role="rowgroup">
    ${lines.map(
      (line) => html`<tr role="row">
        <th role="rowheader" scope="row">${line.description}</th>
        <td role="cell" class="number less">${line.quantity ?? ""}</td>
        <td role="cell" class="number">${amount(line.amount)}</td>
      </tr>`,
    )}
    ${sums ? html`${sum(text("tax"), sums.tax)}
      ${isSome(sums.discount) ? sum(text("discount"), sums.discount) : nothing}` : nothing}
    ${sum(text("total"), invoice.total)}
  </tbody>
</table>`;

/** @param {string} name @param {any} value */
const sum = (name, value) => html`<tr role="row" class="edge">
  <th role="rowheader" scope="row">${name}</th>
  <td role="cell" class="less"></td>
  <td role="cell" class="number">${amount(value)}</td>
</tr>`;

/** @param {any[]} steps */
const stepTable = (steps) => html`<table class="rows figures" role="table">
  <caption class="unseen">${text("what_happened")}</caption>
  <thead role="rowgroup">
    <tr role="row">${column(text("date"))} ${column(text("what"))} ${numbers(text("amount"))}</tr>
  </thead>
  <tbody role="rowgroup">
    ${steps.map(
      (step) => html`<tr role="row">
        <th role="rowheader" scope="row">${day(step.date)}</th>
        <td role="cell">${text(`step_${/** @type {"paid"} */ (step.what)}`)}
          ${step.payment?.method.label ? html`<span class="sub">${step.payment.method.label}</span>` : nothing}
          ${step.payment?.failure ? html`<span class="sub">${step.payment.failure}</span>` : nothing}</td>
        <td role="cell" class="number">${amount(step.amount)}</td>
      </tr>`,
    )}
  </tbody>
</table>`;
