/** What stands above a statement: its period, its currency, and the file of it. */

import { language, text } from "../i18n.js";
import { currencyName } from "../money.js";
import { choiceOf, CHOICES } from "../periods.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Statement} Statement */
/** @typedef {import("./statement.js").State} State */

/** @param {State} state @param {any} actions */
export function periodForm(state, actions) {
  const { asked, shown } = state;
  const today = shown?.today ?? new Date().toLocaleDateString("sv-SE");
  const chosen = state.free ? "free" : choiceOf(asked, today);
  return html`<div class="period">
    <div class="field">
      <label for="period">${text("period")}</label>
      <select class="input" id="period" @change=${(/** @type {any} */ event) => actions.choose(event.target.value)}>
        ${[...CHOICES, /** @type {const} */ ("free")].map(
          (each) => html`<option value=${each} .selected=${each === chosen}>${text(`period_${each}`)}</option>`,
        )}
      </select>
    </div>
    ${currencies(shown, actions)} ${chosen === "free" ? days(state, actions) : nothing}
  </div>`;
}

/** @param {Statement | null} shown @param {any} actions */
function currencies(shown, actions) {
  if (!shown || shown.currencies.length < 2) return nothing;
  return html`<div class="field">
    <label for="currency">${text("currency")}</label>
    <select class="input" id="currency" @change=${(/** @type {any} */ event) => actions.inCurrency(event.target.value)}>
      ${shown.currencies.map(
        (each) => html`<option value=${each} .selected=${each === shown.currency}>${currencyName(each)}</option>`,
      )}
    </select>
  </div>`;
}

/** @param {State} state @param {any} actions */
function days({ asked, error }, actions) {
  const named = error ? "period-error" : nothing;
  return html`<form class="days" novalidate @submit=${actions.chooseDays}>
    <div class="field">
      <label for="first">${text("period_first")}</label>
      <input class="input" id="first" name="first" type="date" required .value=${asked.first} aria-describedby=${named} />
    </div>
    <div class="field">
      <label for="last">${text("period_last")}</label>
      <input class="input" id="last" name="last" type="date" required .value=${asked.last} aria-describedby=${named} />
    </div>
    <button class="btn">${text("period_show")}</button>
    ${error ? html`<p class="field-error" id="period-error" role="alert">${error}</p>` : nothing}
  </form>`;
}

/** The file in the reader's own numbers, and in the others. @param {Statement | State["asked"]} shown */
export function downloads(shown) {
  const own = language() === "nl" ? "comma" : "point";
  return html`<div class="files">
    ${file(shown, own, text("download_csv"))}
    <details class="other-file">
      <summary class="meta">${text("download_other")}</summary>
      ${file(shown, own === "comma" ? "point" : "comma", text(own === "comma" ? "download_point" : "download_comma"))}
    </details>
  </div>`;
}

/** @param {Statement | State["asked"]} shown @param {string} decimals @param {string} name */
function file({ first, last, currency }, decimals, name) {
  const query = new URLSearchParams({ first, last, decimals, language: language() });
  if (currency) query.set("currency", currency);
  return html`<a class="btn" href="/api/statement.csv?${query}" download>${name}</a>`;
}
