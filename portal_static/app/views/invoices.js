/** All invoices, newest first, with the filter in the address. */

import { get, Problem } from "../api.js";
import { announce, say } from "../components/announcer.js";
import { pageHead, payBar } from "../components/head.js";
import { invoiceBones, invoiceTable } from "../components/invoice-table.js";
import { blank, failed, outcome, waiting } from "../components/states.js";
import { clock } from "../dates.js";
import { text } from "../i18n.js";
import { firm } from "../session.js";
import { lastOverview, loadOverview } from "../standing.js";
import { keepFresh } from "../watch.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Invoice} Invoice */
/** @typedef {import("../types.js").Overview} Overview */
/** @typedef {{ today: string, invoices: Invoice[], next_cursor: string | null }} Answer */
/** @typedef {"all" | typeof STATUSES[number]} Filter */

const STATUSES = /** @type {const} */ (["open", "paid", "void"]);
const PAGE_SIZE = 20;
const MOST_AT_ONCE = 100;

/**
 * @typedef {object} List
 * @property {Filter} filter
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

/** @param {Filter} filter @returns {List} */
const emptyList = (filter) => ({
  filter,
  today: "",
  invoices: null,
  cursor: null,
  problem: null,
  more: false,
});

/**
 * @param {Filter} filter
 * @param {{ limit?: number, cursor?: string | null, signal: AbortSignal }} which
 * @returns {Promise<Answer>}
 */
function fetchInvoices(filter, { limit = PAGE_SIZE, cursor = null, signal }) {
  const query = new URLSearchParams({ limit: String(limit) });
  if (filter !== "all") query.set("status", filter);
  if (cursor) query.set("cursor", cursor);
  return get(`/api/invoices?${query}`, signal);
}

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, query, signal }) {
  let list = emptyList(filterOf(query));
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
    const asked = (list = emptyList(list.filter));
    draw();
    const answer = await outcome(fetchInvoices(asked.filter, { signal }));
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
    const answer = await outcome(fetchInvoices(asked.filter, which));
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
    const answer = await outcome(fetchInvoices(asked.filter, { limit, signal }));
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
      list = emptyList(filterOf(next));
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
 * @param {HTMLElement} host
 * @param {number} index
 */
function focusRow(host, index) {
  const row = host.querySelectorAll("tbody tr")[index];
  if (!(row instanceof HTMLElement)) return;
  row.tabIndex = -1;
  row.focus();
}

/**
 * @param {{ list: List, overview: Overview | null, overviewFailed: boolean,
 *   retry: () => void, showMore: () => void }} state
 */
function template({ list, overview, overviewFailed, retry, showMore }) {
  const instead = overviewFailed && !overview ? html`<p>${text("standing_failed")}</p>` : undefined;
  return html`${pageHead(text("invoices"), overview, instead)} ${tabs(list.filter)}
    <div class="list">${listTemplate(list, retry)}</div>
    ${list.cursor ? moreButton(list.more, showMore) : nothing} ${payBar(overview)}`;
}

/**
 * @param {List} list
 * @param {() => void} retry
 */
function listTemplate({ filter, today, invoices, problem }, retry) {
  if (problem) return failed(text("invoices_failed_title"), problem, retry);
  if (invoices === null) return waiting(invoiceBones());
  if (invoices.length === 0) return none(filter);
  return invoiceTable(invoices, today, text(filter === "open" ? "list_open" : "list_newest"));
}

/** @param {Filter} filter */
function none(filter) {
  const way = html`<a class="more" href="/invoices">${text("show_all")}</a>`;
  const words = text(`none_${filter}_text`, { firm: firm() });
  return blank(text(`none_${filter}_title`), words, filter === "all" ? nothing : way);
}

/** @param {Filter} current */
function tabs(current) {
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

/**
 * @param {boolean} busy
 * @param {() => void} showMore
 */
function moreButton(busy, showMore) {
  return html`<button class="btn more-btn" type="button" aria-busy=${busy} @click=${showMore}>
    ${text(busy ? "more_busy" : "more")}
  </button>`;
}
