/** What a customer is charged for again and again, and with what. */

import { get } from "../../app/api.js";
import { asking } from "../asking.js";
import { amount, day } from "../figures.js";
import { text } from "../i18n.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @param {{ own: string, signal: AbortSignal, draw: () => void }} of */
export function agreements({ own, signal, draw }) {
  const subscriptions = asking(() => get(`${own}/subscriptions`, signal), draw, 3);
  const methods = asking(() => get(`${own}/payment-methods`, signal), draw, 2);

  return {
    load() {
      subscriptions.load();
      methods.load();
    },
    draw: () => html`<section class="part-plain">
        <h2>${text("subscriptions")}</h2>
        ${subscriptions.shown(({ subscriptions: found }) => list(found, subscription, text("none_subscriptions")))}
      </section>
      <section class="part">
        <h2>${text("payment_methods")}</h2>
        ${methods.shown(({ payment_methods: found }) => list(found, method, text("none_payment_methods")))}
      </section>`,
  };
}

/** @param {any[]} found @param {(each: any) => unknown} item @param {string} none */
const list = (found, item, none) =>
  found.length
    ? html`<ul class="items">${found.map((each) => html`<li>${item(each)}</li>`)}</ul>`
    : html`<p class="mute">${none}</p>`;

/** @param {any} of */
const subscription = (of) => html`<div>
    <b>${of.description || of.items.map((/** @type {any} */ each) => each.name).join(", ")}</b>
    ${of.items.map(
      (/** @type {any} */ item) => html`<span class="sub">${item.quantity ?? ""} ${item.name}
        ${item.amount ? html`${amount(item.amount)} ${text(`every_${/** @type {"month"} */ (item.interval)}`, { n: item.interval_count })}` : nothing}</span>`,
    )}
  </div>
  <span class="mute">${text(`subscription_${/** @type {"active"} */ (of.is_paused ? "paused" : of.status)}`)}
    ${of.ends_date ? html`, ${text("until")} ${day(of.ends_date)}` : nothing}</span>`;

/** @param {any} of */
const method = (of) => html`<div><b>${of.label}</b>
    ${of.mandate?.reference ? html`<span class="sub">${text("mandate")} ${of.mandate.reference}</span>` : nothing}</div>
  <span class="mute">${of.is_default ? text("is_default") : ""}
    ${of.works_until ? html`${text("until")} ${day(of.works_until)}` : nothing}</span>`;
