/** The statement of account: what was owed, and what changed it, day by day, in any period. */

import { get, Problem } from "../api.js";
import { announce, say } from "../components/announcer.js";
import { amount, spoken } from "../components/figures.js";
import { focusRow, moreButton } from "../components/more.js";
import { blank, failed, outcome, tableBones, waiting } from "../components/states.js";
import { statementTable } from "../components/statement-table.js";
import { title } from "../components/title.js";
import { rich, text } from "../i18n.js";
import { isPositive } from "../money.js";
import { choiceOf, isDay, period } from "../periods.js";
import { navigate } from "../router.js";
import { currentSession, firm } from "../session.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { downloads, periodForm } from "./statement-tools.js";

/** @typedef {import("../types.js").Statement} Statement */
/** @typedef {import("../periods.js").Choice} Choice */

/**
 * @typedef {object} Asked
 * @property {string} first
 * @property {string} last
 * @property {string} currency "" for the first there is
 */

/** The reader's day, until the server has said the firm's. */
const roughlyToday = () => new Date().toLocaleDateString("sv-SE");

/** @param {URLSearchParams} query @returns {Asked} */
function askedBy(query) {
  const year = period("this_year", roughlyToday());
  const [first, last] = [query.get("first"), query.get("last")];
  const whole = isDay(first) && isDay(last);
  const currency = /^[A-Z]{3}$/.test(query.get("currency") ?? "") ? query.get("currency") : "";
  return { ...(whole ? { first: String(first), last: String(last) } : year), currency: currency ?? "" };
}

/**
 * @typedef {object} State
 * @property {Asked} asked
 * @property {Statement | null} shown all pages so far
 * @property {Problem | null} problem
 * @property {boolean} more
 * @property {boolean} free whether the days are being chosen by hand
 * @property {string} error of the days that were typed
 */

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, query, signal }) {
  /** @type {State} */
  let state = begin(query);
  const draw = () => render(template(state, actions), host);

  /** @param {string} cursor @param {number} limit */
  function fetchPage(cursor, limit = 100) {
    const { first, last, currency } = state.asked;
    const asked = new URLSearchParams({ first, last, limit: String(limit) });
    if (currency) asked.set("currency", currency);
    if (cursor) asked.set("cursor", cursor);
    return outcome(get(`/api/statement?${asked}`, signal));
  }

  async function load() {
    const mine = state;
    mine.problem = null;
    draw();
    const answer = await fetchPage("");
    if (answer === null || mine !== state) return;
    if (answer instanceof Problem) mine.problem = answer;
    else mine.shown = answer;
    draw();
    if (mine.shown) announce(text("loaded"));
  }

  /** @param {number} [limit] @returns {Promise<boolean>} whether more has come */
  async function fetchMore(limit) {
    const mine = state;
    const before = mine.shown;
    if (!before?.next_cursor || mine.more) return false;
    mine.more = true;
    draw();
    const answer = await fetchPage(before.next_cursor, limit);
    mine.more = false;
    if (answer === null || mine !== state) return false;
    if (answer instanceof Problem) say(text("more_failed"));
    else mine.shown = { ...before, entries: [...before.entries, ...answer.entries], next_cursor: answer.next_cursor };
    draw();
    return !(answer instanceof Problem);
  }

  const actions = {
    load,
    async showMore() {
      const before = state.shown?.entries.length ?? 0;
      if (await fetchMore()) focusRow(host, before + 1);
    },
    /** On paper the period is whole. */
    async print() {
      while (state.shown?.next_cursor) if (!(await fetchMore(200))) return;
      window.print();
    },
    /** @param {Choice} choice */
    choose(choice) {
      if (choice !== "free") return go({ ...state.asked, ...period(choice, state.shown?.today ?? roughlyToday()) });
      state.free = true;
      draw();
      host.querySelector("input")?.focus();
    },
    /** @param {string} currency */
    inCurrency: (currency) => go({ ...state.asked, currency }),
    /** @param {SubmitEvent} event */
    chooseDays(event) {
      event.preventDefault();
      const typed = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
      const [first, last] = [String(typed.get("first")), String(typed.get("last"))];
      if (isDay(first) && isDay(last) && first <= last) return go({ ...state.asked, first, last });
      state.error = text(isDay(first) && isDay(last) ? "period_backwards" : "period_missing");
      draw();
      host.querySelector("input")?.focus();
    },
  };

  load();
  return {
    title: () => text("statement"),
    draw,
    revisit(next) {
      state = begin(next);
      load();
    },
  };
}

/** @param {Asked} asked */
function go({ first, last, currency }) {
  const query = new URLSearchParams({ first, last });
  if (currency) query.set("currency", currency);
  navigate(`/statement?${query}`);
}

/** @param {URLSearchParams} query @returns {State} */
function begin(query) {
  const asked = askedBy(query);
  const free = choiceOf(asked, roughlyToday()) === "free";
  return { asked, shown: null, problem: null, more: false, free, error: "" };
}

/** @param {State} state @param {any} actions */
function template(state, actions) {
  const { shown, problem } = state;
  const stand = problem ? nothing : shown && html`<p>${sentence(shown)}</p>`;
  const action = html`<button class="btn" type="button" @click=${actions.print}>${text("print")}</button>`;
  return html`${title(text("statement"), stand, shown ? action : nothing)} ${letterhead(state)}
    <div class="tools">${periodForm(state, actions)} ${problem ? nothing : downloads(shown ?? state.asked)}</div>
    <div class="list">${body(state, actions)}</div>
    ${shown?.next_cursor ? moreButton(state.more, actions.showMore) : nothing}`;
}

/** Whose statement it is and of which days: on paper nothing else says so. @param {State} state */
function letterhead({ asked, shown }) {
  const { customer } = currentSession() ?? {};
  const currency = shown?.currency ?? asked.currency;
  return html`<p class="only-print">
    ${customer?.name}<br />${text("period_of", { first: asked.first, last: asked.last })} ${currency}
  </p>`;
}

/** @param {Statement} shown */
function sentence({ closing, last, today }) {
  const day = spoken(last, today);
  if (isPositive(closing)) return rich("statement_owed", { amount: html`<b>${amount(closing)}</b>`, day });
  if (!/[1-9]/.test(closing.value)) return rich("statement_even", { day });
  const theirs = { ...closing, value: closing.value.replace("-", "") };
  return rich("statement_credit", { amount: html`<b>${amount(theirs)}</b>`, day });
}

/** @param {State} state @param {any} actions */
function body({ shown, problem }, actions) {
  if (problem?.status === 422) return blank(text("period_wrong"), text("period_missing"));
  if (problem) return failed(text("statement_failed"), problem, actions.load);
  if (!shown) return waiting(tableBones());
  if (shown.entries.length > 0 || /[1-9]/.test(shown.opening.value)) return statementTable(shown);
  return blank(text("statement_none"), text("statement_none_text", { firm: firm() }));
}
