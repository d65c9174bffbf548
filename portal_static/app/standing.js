/** How things stand: the overview as the server last told it, shared by the pages that show it. */

import { get } from "./api.js";
import { isPositive } from "./money.js";
import { recall, remember } from "./storage.js";

/** @typedef {import("./types.js").Overview} Overview */
/** @typedef {import("./types.js").Invoice} Invoice */

/** @type {Overview | null} */
let last = null;

document.addEventListener("balie:forgotten", () => {
  last = null;
  remember("balie.clear", null);
});

/** Whether nothing was open last time: the skeleton then leaves out the bar. */
export const wasClear = () => recall("balie.clear") === true;

export const lastOverview = () => last;

/** @param {AbortSignal} signal */
export async function loadOverview(signal) {
  /** @type {Overview} */
  const overview = await get("/api/overview", signal);
  last = overview;
  remember("balie.clear", overview.balances.some(({ open }) => isPositive(open)) ? null : true);
  return overview;
}

/** Whether the provider will collect it, on a known day. @param {Invoice} invoice */
export function isCollected(invoice) {
  const automatic = invoice.collection === "charge_automatically";
  return automatic && invoice.next_attempt_date !== null && !invoice.processing && !invoice.disputed;
}

/**
 * Nothing to do: it will be collected, its payment is under way, or a bank has yet to decide.
 * @param {Invoice} invoice
 */
export function goesByItself(invoice) {
  return invoice.processing || invoice.disputed || isCollected(invoice);
}

/**
 * The provider's payment page, or null: only web addresses are ever linked.
 * @param {Invoice} invoice
 */
export function payAddress(invoice) {
  if (invoice.status !== "open" || !invoice.pay_url) return null;
  const url = URL.canParse(invoice.pay_url) ? new URL(invoice.pay_url) : null;
  return url && ["https:", "http:"].includes(url.protocol) ? url.href : null;
}

/** @param {Overview} overview */
export function processingPayments(overview) {
  return overview.payments.filter((payment) => payment.status === "processing");
}

/**
 * What to pay first: the latest one late, else the first one due. Nothing that is collected by
 * itself, and nothing whose payment is on its way.
 * @param {Overview} overview
 */
export function mostUrgent(overview) {
  const onItsWay = new Set(processingPayments(overview).flatMap((each) => each.invoice_numbers));
  const candidates = overview.open_invoices.filter(
    (each) => payAddress(each) && !goesByItself(each) && !onItsWay.has(each.number),
  );
  const far = "9999-12-31";
  return candidates.sort(
    (a, b) =>
      b.days_overdue - a.days_overdue ||
      (a.due_date ?? far).localeCompare(b.due_date ?? far),
  )[0];
}

/** @param {Overview} overview */
export const somethingOpen = (overview) =>
  overview.open_invoices.length > 0 || processingPayments(overview).length > 0;
