/** What is charged again and again, and the ways to pay that are on file. To read; changes go by the firm. */

import { get, Problem } from "../api.js";
import { announce } from "../components/announcer.js";
import { cardBones, methodRow, subscriptionRow } from "../components/agreements.js";
import { failed, outcome, waiting } from "../components/states.js";
import { title } from "../components/title.js";
import { text } from "../i18n.js";
import { firm } from "../session.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Subscription} Subscription */
/** @typedef {import("../types.js").PaymentMethod} PaymentMethod */
/** @typedef {{ today: string, subscriptions: Subscription[] }} Subscriptions */
/** @typedef {{ today: string, payment_methods: PaymentMethod[] }} Methods */
/** @typedef {{ subscriptions: Subscriptions | Problem | null, methods: Methods | Problem | null }} State */

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, signal }) {
  /** @type {State} */
  const state = { subscriptions: null, methods: null };
  const draw = () => render(template(state, load), host);

  async function load() {
    if (state.subscriptions instanceof Problem) state.subscriptions = null;
    if (state.methods instanceof Problem) state.methods = null;
    draw();
    const [subscriptions, methods] = await Promise.all([
      outcome(get("/api/subscriptions", signal)),
      outcome(get("/api/payment-methods", signal)),
    ]);
    if (signal.aborted || subscriptions === null || methods === null) return;
    Object.assign(state, { subscriptions, methods });
    draw();
    announce(text("loaded"));
  }

  load();
  return { title: () => text("subscriptions"), draw };
}

/** @param {State} state @param {() => void} retry */
function template({ subscriptions, methods }, retry) {
  const stand = subscriptions instanceof Problem ? nothing : subscriptions && html`<p>${sentence(subscriptions)}</p>`;
  if (!subscriptions && !methods) return html`${title(text("subscriptions"), stand)} ${waiting(cardBones(3))}`;
  return html`${title(text("subscriptions"), stand)}
    <section>
      <h2 class="unseen">${text("subscriptions")}</h2>
      ${part(subscriptions, retry, "subscriptions_failed", 3, (found) => subscriptionList(found))}
    </section>
    <section class="block">
      <h2>${text("methods")}</h2>
      ${part(methods, retry, "methods_failed", 2, (found) => methodList(found))}
    </section>`;
}

/**
 * @template T
 * @param {T | Problem | null} found
 * @param {() => void} retry
 * @param {"subscriptions_failed" | "methods_failed"} broken
 * @param {number} lines of each that is awaited
 * @param {(found: T) => unknown} shown
 */
function part(found, retry, broken, lines, shown) {
  if (found instanceof Problem) return failed(text(broken), found, retry);
  return found === null ? waiting(cardBones(lines)) : shown(found);
}

/** @param {Subscription} subscription */
const runs = (subscription) => !subscription.ended_date;

/** @param {Subscriptions} found */
function sentence({ subscriptions }) {
  const running = subscriptions.filter(runs).length;
  return running ? text("subscriptions_run", { n: running }) : text("subscriptions_none");
}

/** @param {Subscriptions} found */
function subscriptionList({ subscriptions, today }) {
  if (subscriptions.length === 0) {
    return html`<p class="meta none">${text("subscriptions_none_text", { firm: firm() })}</p>`;
  }
  const ordered = [...subscriptions.filter(runs), ...subscriptions.filter((each) => !runs(each))];
  return html`<ul class="cards">${ordered.map((each) => subscriptionRow(each, today))}</ul>`;
}

/** @param {Methods} found */
function methodList({ payment_methods: methods, today }) {
  if (methods.length === 0) {
    return html`<p class="meta none">${text("methods_none_text", { firm: firm() })}</p>`;
  }
  return html`<ul class="cards">${methods.map((each) => methodRow(each, today))}</ul>`;
}
