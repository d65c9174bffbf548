/** The overview: what is open, what is late, what happens by itself, what was paid. */

import { Problem } from "../api.js";
import { announce, say } from "../components/announcer.js";
import { amount } from "../components/figures.js";
import { pageHead, payBar } from "../components/head.js";
import { openBar, openBarBones } from "../components/open-bar.js";
import { failed, outcome, waiting } from "../components/states.js";
import { status } from "../components/status.js";
import { paymentSteps, plannedSteps, stepBones } from "../components/steps.js";
import { clock } from "../dates.js";
import { rich, text } from "../i18n.js";
import { currencyName, formatAmount, isPositive } from "../money.js";
import { firm } from "../session.js";
import {
  lastOverview,
  loadOverview,
  processingPayments,
  somethingOpen,
  wasClear,
} from "../standing.js";
import { keepFresh } from "../watch.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Overview} Overview */

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, signal }) {
  let overview = lastOverview();
  /** @type {Problem | null} */
  let problem = null;

  const draw = () => render(template(overview, problem, load), host);

  async function load() {
    const first = overview === null;
    if (problem) {
      problem = null;
      draw();
    }
    const answer = await outcome(loadOverview(signal));
    if (answer === null || signal.aborted) return;
    if (answer instanceof Problem) {
      if (first) problem = answer;
      else say(text("stale", { time: clock() }));
    } else {
      if (overview) tellReceived(overview, answer);
      overview = answer;
    }
    draw();
    if (first && !problem) announce(text("loaded"));
  }

  load();
  keepFresh(load, { signal, often: () => overview !== null && somethingOpen(overview) });
  return { title: () => text("overview"), draw };
}

/**
 * Says which money has arrived since the page was last refreshed.
 * @param {Overview} before
 * @param {Overview} after
 */
function tellReceived(before, after) {
  const known = before.payments.filter((each) => each.status === "succeeded");
  const ids = new Set(known.map((each) => each.id));
  const arrived = after.payments.find((each) => each.status === "succeeded" && !ids.has(each.id));
  if (arrived) say(text("received", { amount: formatAmount(arrived.amount) }));
}

/**
 * @param {Overview | null} overview
 * @param {Problem | null} problem
 * @param {() => void} retry
 */
function template(overview, problem, retry) {
  if (problem) {
    return html`${pageHead(text("overview"), null, nothing)}
    ${failed(text("failed_title"), problem, retry)}`;
  }
  return html`${pageHead(text("overview"), overview)} ${overview ? parts(overview) : bones()}
  ${payBar(overview)}`;
}

function bones() {
  return waiting(html`${wasClear() ? nothing : html`<div class="owed">${openBarBones()}</div>`}
    <div class="pairs wide-only">
      <div><span class="bone bone-m w-40 gap"></span>${stepBones()}</div>
      <div><span class="bone bone-m w-40 gap"></span>${stepBones()}</div>
    </div>`);
}

/** @param {Overview} overview */
function parts(overview) {
  return html`${processing(overview)} ${owed(overview)}
    <div class="pairs">
      <section>
        <h2>${text("by_itself")}</h2>
        ${plannedSteps(overview)} ${carried(overview)} ${credit(overview)}
      </section>
      <section>
        <h2>${text("payments")}</h2>
        ${paymentSteps(overview)}
      </section>
    </div>`;
}

/** @param {Overview} overview */
function owed(overview) {
  const open = overview.balances.filter((balance) => isPositive(balance.open));
  if (open.length === 0) return nothing;
  return html`<div class="owed">
    ${open.map(
      (balance) => html`<section class="owe">
        <h2 class=${open.length === 1 ? "unseen" : ""}>
          ${open.length === 1
            ? text("what_is_open")
            : text("in_currency", { currency: currencyName(balance.currency) })}
        </h2>
        ${openBar(balance, overview.open_invoices, overview.today)}
      </section>`,
    )}
    ${overview.open_invoices.length > 1
      ? html`<a class="more" href="/invoices?status=open">${text("choose_what")}</a>`
      : nothing}
  </div>`;
}

/** @param {Overview} overview */
function processing(overview) {
  return processingPayments(overview).map(
    (payment) => html`<div class="notice notice-wait">
      <h2>
        ${status("clock", rich("processing_title", { amount: amount(payment.amount) }), "wait")}
      </h2>
      <p>${text("processing_text")}</p>
    </div>`,
  );
}

/** @param {Overview} overview */
function carried({ balances }) {
  const next = balances.filter((balance) => isPositive(balance.carried));
  if (next.length === 0) return nothing;
  return html`<div class="credit">
    <h2>${text("carried")}</h2>
    ${next.map(
      (balance) => html`<p>
        ${rich("carried_text", { amount: html`<b>${amount(balance.carried)}</b>` })}
      </p>`,
    )}
  </div>`;
}

/** @param {Overview} overview */
function credit({ balances }) {
  const held = balances.filter((balance) => isPositive(balance.credit));
  if (held.length === 0) return nothing;
  return html`<div class="credit">
    <h2>${text("credit")}</h2>
    ${held.map(
      (balance) => html`<p>
        ${rich("credit_text", { amount: html`<b>${amount(balance.credit)}</b>`, firm: firm() })}
      </p>`,
    )}
  </div>`;
}
