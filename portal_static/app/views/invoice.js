/** One invoice: what it is for, what was paid how and when, what happens next. */

import { get, Problem } from "../api.js";
import { announce, say } from "../components/announcer.js";
import "../components/download.js";
import { amount, spoken } from "../components/figures.js";
import { linesTable, storyTable } from "../components/invoice-tables.js";
import { pdfWords } from "../components/pdf-words.js";
import { blank, bone, failed, outcome, tableBones, waiting } from "../components/states.js";
import { invoiceStatus } from "../components/invoice-status.js";
import { title } from "../components/title.js";
import { clock } from "../dates.js";
import { rich, text } from "../i18n.js";
import { isPositive } from "../money.js";
import { currentTenant, firm } from "../session.js";
import { goesByItself, payAddress } from "../standing.js";
import { keepFresh } from "../watch.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { next, sentence } from "./invoice-words.js";

/** @typedef {import("../types.js").Story} Story */
/** @typedef {import("../types.js").Invoice} Invoice */

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, id, signal }) {
  /** @type {Story | null} */
  let story = null;
  /** @type {Problem | null} */
  let problem = null;

  const draw = () => render(template(story, problem, load), host);

  async function load() {
    problem = null;
    if (!story) draw();
    const answer = await outcome(get(`/api/invoices/${id}`, signal));
    if (answer === null || signal.aborted) return;
    const first = story === null;
    if (!(answer instanceof Problem)) story = answer;
    else if (first) problem = answer;
    else say(text("stale", { time: clock() }));
    draw();
    document.dispatchEvent(new Event("balie:retitled"));
    if (first && story) announce(text("loaded"));
  }

  load();
  keepFresh(load, { signal, often: () => story?.invoice.processing ?? false });
  return { title: () => name(story), draw };
}

/** @param {Story | null} story */
const name = (story) =>
  story ? text("invoice_name", { number: story.invoice.number }) : text("invoice");

/**
 * @param {Story | null} story
 * @param {Problem | null} problem
 * @param {() => void} retry
 */
function template(story, problem, retry) {
  const all = html`<a class="back" href="/invoices">${text("show_all")}</a>`;
  const description = story?.invoice.description;
  const called = description ? `${name(story)}, ${description}` : name(story);
  const stand = problem ? nothing : story && sentence(story);
  return html`${title(called, stand, isMissing(problem) ? nothing : all)} ${body(story, problem, retry)}`;
}

/**
 * @param {Story | null} story
 * @param {Problem | null} problem
 * @param {() => void} retry
 */
function body(story, problem, retry) {
  if (isMissing(problem)) return missing();
  if (problem) return failed(text("invoice_failed"), problem, retry);
  if (!story) return waiting(bones());
  return html`<div class="invoice">
      ${side(story)}
      <div class="paper">${lines(story)} ${happened(story)}</div>
    </div>
    ${payBar(story.invoice)}`;
}

/** @param {Problem | null} problem */
const isMissing = (problem) => problem?.status === 404 || problem?.status === 422;

function missing() {
  const way = html`<a class="more" href="/invoices">${text("show_all")}</a>`;
  return blank(text("invoice_missing"), text("invoice_missing_text"), way);
}

function bones() {
  return html`<div class="invoice">
    <div class="side">${bone("m", 80)}${bone("m", 60)}${bone("m", 80)}</div>
    <div class="paper">${tableBones()}</div>
  </div>`;
}

/** @param {Story} story */
function side(story) {
  const { invoice, today } = story;
  return html`<aside class="side" aria-label=${text("invoice_side")}>
    <div class="acts pay-here">${payButton(invoice)}</div>
    <balie-download class="acts" path="/api/invoices/${invoice.id}/pdf" look="btn btn-wide"
      .words=${pdfWords(invoice, today)}></balie-download>
    <section>
      <h2>${text("what_next")}</h2>
      ${next(story).map((words) => html`<p>${words}</p>`)}
    </section>
    <dl class="facts">
      <dt>${text("column_status")}</dt><dd>${invoiceStatus(invoice)}</dd>
      <dt>${text("column_date")}</dt><dd>${spoken(invoice.issued_date, today)}</dd>
      ${invoice.due_date
        ? html`<dt>${text("due_date")}</dt><dd>${spoken(invoice.due_date, today)}</dd>`
        : nothing}
    </dl>
    ${question(invoice)}
  </aside>`;
}

/** @param {Invoice} invoice */
function payButton(invoice) {
  const address = payable(invoice);
  if (!address) return nothing;
  return html`<a class="btn btn-go btn-wide" href=${address}
      ><span>${rich("pay", { amount: amount(invoice.amount_remaining) })}</span></a
    >
    <p class="meta">${text("pay_where")}</p>`;
}

/** @param {Invoice} invoice */
const payable = (invoice) => (goesByItself(invoice) ? null : payAddress(invoice));

/** @param {Invoice} invoice */
function payBar(invoice) {
  const address = payable(invoice);
  if (!address) return nothing;
  return html`<div class="paybar">
    <a class="btn btn-go btn-wide" href=${address}
      ><span>${rich("pay", { amount: amount(invoice.amount_remaining) })}</span></a
    >
  </div>`;
}

/** @param {Invoice} invoice */
function question({ number }) {
  const email = currentTenant()?.support_email;
  if (!email) return nothing;
  const about = encodeURIComponent(text("invoice_name", { number }));
  return html`<p class="meta">
    ${rich("ask_about", {
      firm: firm(),
      email: html`<a href="mailto:${email}?subject=${about}">${email}</a>`,
    })}
  </p>`;
}

/** @param {Story} story */
function lines(story) {
  if (story.lines.length === 0) return nothing;
  return html`<section>
    <h2 class="unseen">${text("lines")}</h2>
    ${linesTable(story)}
  </section>`;
}

/** @param {Story} story */
function happened(story) {
  return html`<section class=${story.lines.length ? "block" : ""}>
    <h2>${text(isPositive(story.invoice.amount_remaining) ? "from_total_to_open" : "what_happened")}</h2>
    ${storyTable(story)}
    ${story.is_complete ? nothing : html`<p class="meta">${text("story_cut")}</p>`}
  </section>`;
}
