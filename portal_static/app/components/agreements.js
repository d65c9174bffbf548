/** One subscription, and one way to pay, as a row of a list. */

import { rich, text } from "../i18n.js";
import { amount, spoken } from "./figures.js";
import { bone } from "./states.js";
import { status } from "./status.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Subscription} Subscription */
/** @typedef {import("../types.js").SubscriptionItem} Item */
/** @typedef {import("../types.js").PaymentMethod} PaymentMethod */

/** @param {Subscription} subscription @param {string} today */
export function subscriptionRow(subscription, today) {
  const names = subscription.items.map((item) => item.name).join(", ");
  const name = subscription.description || names || text("subscription");
  return html`<li class="card">
    <div class="card-head">
      <h3>${name}</h3>
      ${state(subscription)}
    </div>
    <ul class="items">${subscription.items.map((item) => itemRow(item, name))}</ul>
    <p class="meta">${when(subscription, today)}</p>
  </li>`;
}

/** The same size, before the data is there. @param {number} lines of each */
export function cardBones(lines) {
  const card = html`<li class="card">
    <div class="card-head">${bone("m", 40)}${bone("m", 20)}</div>
    ${Array(lines - 2).fill(bone("m", 60))} ${bone("s", 80)}
  </li>`;
  return html`<ul class="cards">${Array(2).fill(card)}</ul>`;
}

/** @param {Item} item @param {string} above what stands above it, not to be said again */
function itemRow(item, above) {
  const often = text(`every_${item.interval}`, { n: item.interval_count });
  const price = item.amount
    ? rich("per_period", { amount: html`<b>${amount(item.amount)}</b>`, often })
    : item.unit_amount
      ? rich("per_use", { amount: amount(item.unit_amount), often })
      : text("price_varies", { often });
  const many = (item.quantity ?? 1) > 1 ? html`${item.quantity} × ` : nothing;
  const known = item.name === above && many === nothing && !item.description;
  return html`<li>
    ${known ? nothing : html`<span>${many}${item.name}${item.description ? html`, ${item.description}` : nothing}</span>`}
    <span>${price}</span>
  </li>`;
}

/** @param {Subscription} subscription */
function state(subscription) {
  if (subscription.ended_date) return status("struck", text("sub_ended"));
  if (subscription.is_paused || subscription.status === "paused") return status("dash", text("sub_paused"));
  if (subscription.ends_date) return status("clock", text("sub_ending"), "wait");
  if (subscription.status === "trialing") return status("partly", text("sub_trial"));
  const late = subscription.status === "past_due" || subscription.status === "unpaid";
  return late ? status("late", text("sub_late"), "late") : status("good", text("sub_active"), "good");
}

/** @param {Subscription} subscription @param {string} today */
function when(subscription, today) {
  const day = (/** @type {string} */ date) => spoken(date, today);
  if (subscription.ended_date) return rich("sub_ended_on", { day: day(subscription.ended_date) });
  if (subscription.ends_date) return rich("sub_ends_on", { day: day(subscription.ends_date) });
  if (subscription.resumes_date) return rich("sub_resumes_on", { day: day(subscription.resumes_date) });
  if (subscription.is_paused) return text("sub_paused_text");
  const next = subscription.items.map((item) => item.period_end).sort()[0];
  const how = subscription.collection === "charge_automatically" ? "sub_next_charged" : "sub_next_invoiced";
  return next ? rich(how, { day: day(next) }) : nothing;
}

/** @param {PaymentMethod} method @param {string} today */
export function methodRow(method, today) {
  return html`<li class="card">
    <div class="card-head">
      <h3>${method.label || methodType(method)}</h3>
      ${method.is_default ? status("good", text("method_default"), "good") : nothing}
    </div>
    <p class="meta">${bits(method, today)}</p>
  </li>`;
}

/** @param {PaymentMethod} method */
function methodType({ type }) {
  if (type === "card") return text("method_card");
  return type === "sepa_debit" ? text("method_sepa_debit") : text("method_other");
}

/** @param {PaymentMethod} method @param {string} today */
function bits({ works_until: until, mandate }, today) {
  if (until) {
    const day = spoken(until, today);
    return until < today ? rich("method_expired", { day }) : rich("method_works", { day });
  }
  if (!mandate) return text("method_plain");
  const slots = { reference: mandate.reference ?? "–" };
  if (mandate.status === "inactive") return text("mandate_inactive", slots);
  if (mandate.status === "pending") return text("mandate_pending", slots);
  const day = mandate.accepted_date ? spoken(mandate.accepted_date, today) : "–";
  return rich("mandate_active", { ...slots, day });
}
