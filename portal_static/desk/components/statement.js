/** A customer's statement: whatever changed what is owed, in a period and a currency. */

import { get } from "../../app/api.js";
import { asking } from "../asking.js";
import { column, numbers } from "./invoices.js";
import { amount, day } from "../figures.js";
import { text } from "../i18n.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../i18n.js").Key} Key */
/** @typedef {{ date: string, what: string, invoice_number: string | null, amount: any, balance: any }} Entry */

/** Figures as docs/ledger.md names them. @type {Record<string, Key>} */
const WORDS = {
  issued: "figure_issued",
  captured: "figure_captured",
  credited: "figure_credited",
  credited_back: "figure_credited",
  paid_outside: "figure_paid_outside",
  out_of_band: "figure_out_of_band",
  refunds: "figure_refunds",
  refunded: "figure_refunds",
  disputes: "figure_disputes",
  conceded: "figure_conceded",
  voided: "figure_voided",
  written_off: "figure_written_off",
  adjusted: "figure_adjusted",
  opening: "figure_opening",
};

/** @param {{ own: string, signal: AbortSignal, draw: () => void }} of */
export function statementPart({ own, signal, draw }) {
  const year = new Date().getFullYear();
  const asked = { first: `${year}-01-01`, last: `${year}-12-31`, currency: "" };
  /** @type {Entry[]} */
  let entries = [];
  /** @type {ReturnType<typeof asking<any>>} */
  const first = asking(() => read(""), draw);

  /** @param {string} cursor @returns {Promise<any>} */
  async function read(cursor) {
    const named = Object.entries({ ...asked, cursor }).filter(([, value]) => value);
    const answer = await get(`${own}/statement?${new URLSearchParams(named)}`, signal);
    entries = cursor ? [...entries, ...answer.entries] : answer.entries;
    return cursor ? { ...answer, opening: first.state.found?.opening } : answer;
  }

  async function more() {
    first.state.found = await read(first.state.found.next_cursor);
    draw();
  }

  /** @param {Event} event */
  function change(event) {
    const form = /** @type {HTMLFormElement} */ (/** @type {HTMLElement} */ (event.target).closest("form"));
    Object.assign(asked, Object.fromEntries(new FormData(form)));
    if (asked.first && asked.last && asked.first <= asked.last) first.load();
  }

  /** @param {any} found */
  const table = (found) => html`<table class="rows figures" role="table">
      <caption class="unseen">${text("statement")}</caption>
      <thead role="rowgroup">
        <tr role="row">
          ${column(text("date"))} ${column(text("what"))} ${column(text("invoice"))}
          ${numbers(text("amount"))} ${numbers(text("balance"))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${edge(found.first, text("opening_balance"), found.opening)} ${entries.map(row)}
        ${found.next_cursor ? "" : edge(found.last, text("closing_balance"), found.closing)}
      </tbody>
    </table>
    ${found.next_cursor
      ? html`<p><button class="btn" type="button" @click=${more}>${text("more")}</button></p>`
      : ""}`;

  return {
    load: first.load,
    draw: () => html`<form class="filters" @change=${change} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
        ${dateField("first", text("from"), asked.first)} ${dateField("last", text("to_day"), asked.last)}
        ${currencies(first.state.found, asked.currency)}
      </form>
      ${first.shown(table)}`,
  };
}

/** @param {any} found @param {string} chosen */
function currencies(found, chosen) {
  if (!found || found.currencies.length < 2) return "";
  return html`<label class="inline"><span>${text("currency")}</span>
    <select class="input" name="currency">
      ${found.currencies.map(
        (/** @type {string} */ each) =>
          html`<option value=${each} ?selected=${each === (chosen || found.currency)}>${each}</option>`,
      )}
    </select></label>`;
}

/** @param {string} name @param {string} label @param {string} value */
export const dateField = (name, label, value) => html`<label class="inline"><span>${label}</span>
  <input class="input" type="date" name=${name} .value=${value} /></label>`;

/** @param {Entry} entry */
const row = (entry) => html`<tr role="row">
  <th role="rowheader" scope="row">${day(entry.date)}</th>
  <td role="cell">${text(WORDS[entry.what] ?? "figure_other")}</td>
  <td role="cell" class="mute less">${entry.invoice_number ?? ""}</td>
  <td role="cell" class="number">${amount(entry.amount)}</td>
  <td role="cell" class="number less">${amount(entry.balance)}</td>
</tr>`;

/** @param {string} date @param {string} name @param {any} balance */
const edge = (date, name, balance) => html`<tr role="row" class="edge">
  <th role="rowheader" scope="row">${day(date)}</th>
  <td role="cell">${name}</td>
  <td role="cell" class="less"></td>
  <td role="cell" class="less"></td>
  <td role="cell" class="number">${amount(balance)}</td>
</tr>`;
