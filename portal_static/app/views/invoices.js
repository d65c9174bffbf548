/** All invoices, newest first, with the filter in the address. */

import { get, Problem } from "../api.js";
import { announce, say } from "../components/announcer.js";
import { pageHead, payBar } from "../components/head.js";
import { invoiceBones, invoiceTable } from "../components/invoice-table.js";
import { focusRow, moreButton } from "../components/more.js";
import { blank, failed, outcome, waiting } from "../components/states.js";
import { clock } from "../dates.js";
import { text } from "../i18n.js";
import { navigate } from "../router.js";
import { firm } from "../session.js";
import { lastOverview, loadOverview } from "../standing.js";
import { keepFresh } from "../watch.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Invoice} Invoice */
/** @typedef {import("../types.js").Overview} Overview */
/** @typedef {{ today: string, invoices: Invoice[], next_cursor: string | null }} Answer */
/** @typedef {"all" | typeof STATUSES[number]} Filter */

const STATUSES = /** @type {const} */ (["open", "overdue", "paid", "void"]);
const PAGE_SIZE = 20;
const MOST_AT_ONCE = 100;
const LONGEST_NUMBER = 60;

/**
 * @typedef {object} List
 * @property {string} number how their numbers begin; "" for all
 * @property {Filter} filter of their status, when no number is looked for
 * @property {string} today the firm's, as the list was made
 * @property {Invoice[] | null} invoices null while they load
 * @property {string | null} cursor of the next ones; null when these are all
 * @property {Problem | null} problem why there is no list
 * @property {boolean} more whether the next ones are being fetched
 */

/** @param {URLSearchParams} query @returns {Filter} */
function filterOf(query) {
  return STATUSES.find((each) => each === query.get("status")) ?? "all";
}

/** @param {URLSearchParams} query @returns {List} */
const emptyList = (query) => ({
  number: (query.get("number") ?? "").trim().slice(0, LONGEST_NUMBER),
  filter: filterOf(query),
  today: "",
  invoices: null,
  cursor: null,
  problem: null,
  more: false,
});

/**
 * @param {List} list
 * @param {{ limit?: number, cursor?: string | null, signal: AbortSignal }} which
 * @returns {Promise<Answer>}
 */
function fetchInvoices({ filter, number }, { limit = PAGE_SIZE, cursor = null, signal }) {
  const query = new URLSearchParams({ limit: String(limit) });
  if (number) query.set("number", number);
  else if (filter !== "all") query.set("status", filter);
  if (cursor) query.set("cursor", cursor);
  return get(`/api/invoices?${query}`, signal);
}

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, query, signal }) {
  let list = emptyList(query);
  let overview = lastOverview();
  let overviewFailed = false;

  const draw = () =>
    render(template({ list, overview, overviewFailed, retry: load, showMore }), host);

  async function loadHead() {
    const answer = await outcome(loadOverview(signal));
    if (answer === null) return;
    overviewFailed = answer instanceof Problem;
    if (!(answer instanceof Problem)) overview = answer;
    draw();
  }

  async function load() {
    list = { ...list, invoices: null, cursor: null, problem: null, more: false };
    const asked = list;
    draw();
    const answer = await outcome(fetchInvoices(asked, { signal }));
    if (answer === null || asked !== list) return;
    if (answer instanceof Problem) asked.problem = answer;
    else fill(asked, answer);
    draw();
    if (!asked.problem) announce(text("loaded"));
  }

  async function showMore() {
    const asked = list;
    if (asked.more) return;
    asked.more = true;
    draw();
    const before = asked.invoices?.length ?? 0;
    const which = { cursor: asked.cursor, signal };
    const answer = await outcome(fetchInvoices(asked, which));
    asked.more = false;
    if (answer === null || asked !== list) return;
    if (answer instanceof Problem) say(text("more_failed"));
    else extend(asked, answer);
    draw();
    const added = (asked.invoices?.length ?? 0) - before;
    if (added > 0) announce(text("more_done", { n: added }));
    if (added > 0) focusRow(host, before);
  }

  async function refresh() {
    loadHead();
    const asked = list;
    const shown = asked.invoices?.length ?? 0;
    if (asked.problem) return load();
    if (asked.invoices === null || asked.more || shown > MOST_AT_ONCE) return;
    const limit = Math.max(shown, PAGE_SIZE);
    const answer = await outcome(fetchInvoices(asked, { limit, signal }));
    if (answer === null || asked !== list || asked.more) return;
    if (answer instanceof Problem) say(text("stale", { time: clock() }));
    else fill(asked, answer);
    draw();
  }

  loadHead();
  load();
  keepFresh(refresh, { signal, often: () => false });
  return {
    title: () => text("invoices"),
    draw,
    revisit(next) {
      list = emptyList(next);
      load();
    },
  };
}

/**
 * @param {List} list
 * @param {Answer} answer
 */
function fill(list, answer) {
  list.today = answer.today;
  list.invoices = answer.invoices;
  list.cursor = answer.next_cursor;
}

/**
 * @param {List} list
 * @param {Answer} answer
 */
function extend(list, answer) {
  const shown = new Set(list.invoices?.map((each) => each.id));
  const fresh = answer.invoices.filter((each) => !shown.has(each.id));
  list.invoices = [...(list.invoices ?? []), ...fresh];
  list.cursor = answer.next_cursor;
}

/**
 * @param {{ list: List, overview: Overview | null, overviewFailed: boolean,
 *   retry: () => void, showMore: () => void }} state
 */
function template({ list, overview, overviewFailed, retry, showMore }) {
  const instead = overviewFailed && !overview ? html`<p>${text("standing_failed")}</p>` : undefined;
  return html`${pageHead(text("invoices"), overview, instead)} 
    <div class="tools">${tabs(list)} ${search(list.number)}</div>
    <div class="list">${listTemplate(list, retry)}</div>
    ${list.cursor ? moreButton(list.more, showMore) : nothing} ${payBar(overview)}`;
}

/**
 * @param {List} list
 * @param {() => void} retry
 */
function listTemplate({ filter, number, today, invoices, problem }, retry) {
  if (problem) return failed(text("invoices_failed_title"), problem, retry);
  if (invoices === null) return waiting(invoiceBones());
  if (invoices.length === 0) return number ? noneNumbered(number) : none(filter);
  if (number) return invoiceTable(invoices, today, text("list_numbered", { number }));
  const byDay = filter === "open" || filter === "overdue";
  return invoiceTable(invoices, today, text(byDay ? `list_${filter}` : "list_newest"));
}

/** @param {Filter} filter */
function none(filter) {
  const way = html`<a class="more" href="/invoices">${text("show_all")}</a>`;
  const words = text(`none_${filter}_text`, { firm: firm() });
  return blank(text(`none_${filter}_title`), words, filter === "all" ? nothing : way);
}

/** @param {string} number */
function noneNumbered(number) {
  const way = html`<a class="more" href="/invoices">${text("show_all")}</a>`;
  return blank(text("none_numbered_title"), text("none_numbered_text", { number }), way);
}

/** @param {string} number */
function search(number) {
  return html`<form class="search" role="search" @submit=${find}>
    <label class="unseen" for="number">${text("search_label")}</label>
    <input class="input" id="number" name="number" type="search" autocomplete="off" maxlength=${LONGEST_NUMBER}
      placeholder=${text("search_hint")} .value=${number} />
    <button class="btn">${text("search")}</button>
  </form>`;
}

/** @param {SubmitEvent} event */
function find(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const number = String(new FormData(form).get("number") ?? "").trim();
  navigate(number ? `/invoices?${new URLSearchParams({ number })}` : "/invoices");
}

/** @param {List} list */
function tabs({ filter, number }) {
  const current = number ? null : filter;
  return html`<nav class="tabs" aria-label=${text("filter")}>
    ${[/** @type {const} */ ("all"), ...STATUSES].map(
      (each) => html`<a
        href=${each === "all" ? "/invoices" : `/invoices?status=${each}`}
        aria-current=${each === current ? "true" : nothing}
        >${text(`filter_${each}`)}</a
      >`,
    )}
  </nav>`;
}
