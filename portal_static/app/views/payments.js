/** All payments, the newest first: how they were made, for what, and what went back. */

import { get, Problem } from "../api.js";
import { announce, say } from "../components/announcer.js";
import { amount, plain } from "../components/figures.js";
import { focusRow, moreButton } from "../components/more.js";
import { failed, outcome, tableBones, waiting } from "../components/states.js";
import { methodName, refunded, why } from "../components/steps.js";
import { paymentStatus } from "../components/invoice-status.js";
import { status } from "../components/status.js";
import { title } from "../components/title.js";
import { clock } from "../dates.js";
import { rich, text } from "../i18n.js";
import { isPositive } from "../money.js";
import { firm } from "../session.js";
import { keepFresh } from "../watch.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Payment} Payment */
/** @typedef {{ today: string, payments: Payment[], next_cursor: string | null }} Answer */

/**
 * @typedef {object} List
 * @property {Answer | null} shown all pages so far; null while the first one loads
 * @property {Problem | null} problem
 * @property {boolean} more whether the next page is under way
 */

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, signal }) {
  /** @type {List} */
  const list = { shown: null, problem: null, more: false };
  const draw = () => render(template(list, load, showMore), host);

  async function load() {
    list.problem = null;
    if (!list.shown) draw();
    const answer = await outcome(get("/api/payments", signal));
    if (answer === null || signal.aborted) return;
    const first = list.shown === null;
    if (answer instanceof Problem && !first) return say(text("stale", { time: clock() }));
    if (answer instanceof Problem) list.problem = answer;
    else list.shown = answer;
    draw();
    if (first && list.shown) announce(text("loaded"));
  }

  async function showMore() {
    const before = list.shown;
    if (list.more || !before?.next_cursor) return;
    list.more = true;
    draw();
    const answer = await outcome(get(`/api/payments?cursor=${before.next_cursor}`, signal));
    list.more = false;
    if (answer === null || signal.aborted) return;
    if (answer instanceof Problem) say(text("more_failed"));
    else list.shown = { ...answer, payments: [...before.payments, ...answer.payments] };
    draw();
    if (!(answer instanceof Problem)) focusRow(host, before.payments.length);
  }

  load();
  keepFresh(async () => { if ((list.shown?.payments.length ?? 0) <= 20) await load(); }, {
    signal,
    often: () => list.shown?.payments.some((each) => each.status === "processing") ?? false,
  });
  return { title: () => text("all_payments"), draw };
}

/**
 * @param {List} list
 * @param {() => void} retry
 * @param {() => void} showMore
 */
function template({ shown, problem, more }, retry, showMore) {
  const way = html`<a class="back" href="/statement">${text("to_statement")}</a>`;
  const stand = problem ? nothing : shown && html`<p>${sentence(shown)}</p>`;
  return html`${title(text("all_payments"), stand, way)}
    <div class="list">${body(shown, problem, retry)}</div>
    ${shown?.next_cursor ? moreButton(more, showMore) : nothing}`;
}

/** @param {Answer} shown */
function sentence({ payments, today }) {
  const under = payments.find((each) => each.status === "processing");
  if (under) return rich("payments_under_way", { amount: html`<b>${amount(under.amount)}</b>` });
  const last = payments.find((each) => each.status === "succeeded");
  if (!last) return text("payments_none_yet");
  const value = html`<b>${amount(last.amount)}</b>`;
  return rich("payments_last", { amount: value, day: plain(last.date, today) });
}

/**
 * @param {Answer | null} shown
 * @param {Problem | null} problem
 * @param {() => void} retry
 */
function body(shown, problem, retry) {
  if (problem) return failed(text("payments_failed"), problem, retry);
  if (!shown) return waiting(tableBones());
  if (shown.payments.length === 0) {
    return html`<p class="meta none">${text("payments_none_text", { firm: firm() })}</p>`;
  }
  return html`<table class="tbl" role="table">
    <caption class="unseen">${text("payments_caption")}</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="col-day">${text("column_date")}</th>
        <th role="columnheader" scope="col">${text("column_how")}</th>
        <th role="columnheader" scope="col">${text("column_for")}</th>
        <th role="columnheader" scope="col" class="n col-amount">${text("column_amount")}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">${shown.payments.map((payment) => row(payment, shown.today))}</tbody>
  </table>`;
}

/** @param {Payment} payment @param {string} today */
function row(payment, today) {
  const state = paymentStatus(payment) ?? status("good", text("payment_succeeded"), "good");
  return html`<tr role="row" class=${payment.status === "succeeded" ? "" : "faint"}>
    <td role="cell" class="at-3 mute">${plain(payment.date, today)}</td>
    <th role="rowheader" scope="row" class="at-1">
      ${methodName(payment)}<span class="bit">${state}</span>
      ${payment.failure ? html`<span class="bit">${why(payment.failure)}</span>` : nothing}
      ${isPositive(payment.amount_refunded) ? html`<span class="bit">${refunded(payment)}</span>` : nothing}
      ${payment.disputed ? html`<span class="bit">${text("payment_disputed_text")}</span>` : nothing}
    </th>
    <td role="cell" class="at-4">${payment.invoice_numbers.map(
      (number) => html`<a class="bit-link number" href="/invoices?number=${encodeURIComponent(number)}">${number}</a> `,
    )}</td>
    <td role="cell" class="n at-2">${amount(payment.amount)}</td>
  </tr>`;
}
