/** How an invoice stands, and what is worth saying about a payment of it. */

import { text } from "../i18n.js";
import { isPositive } from "../money.js";
import { isCollected } from "../standing.js";
import { status } from "./status.js";

/** @typedef {import("../types.js").Invoice} Invoice */
/** @typedef {import("../types.js").Payment} Payment */

/** @param {Invoice} invoice */
export function invoiceStatus(invoice) {
  if (invoice.status === "paid") return status("good", text("status_paid"), "good");
  if (invoice.status === "void") return status("struck", text("status_void"));
  if (invoice.status === "uncollectible") return status("dash", text("status_uncollectible"));
  if (invoice.disputed) return status("diamond", text("payment_disputed"), "wait");
  if (invoice.processing) return status("clock", text("payment_processing"));
  if (isCollected(invoice)) return status("clock", text("status_collected"));
  if (invoice.days_overdue > 0) return status("late", text("status_overdue"), "late");
  if (isPositive(invoice.amount_paid)) return status("partly", text("status_partly"));
  return status("open", text("status_open"));
}

/**
 * What is worth saying about a payment; null for one that simply succeeded.
 * @param {Payment} payment
 */
export function paymentStatus(payment) {
  if (payment.disputed) return status("diamond", text("payment_disputed"), "wait");
  if (payment.status === "failed") return status("failed", text("payment_failed"), "late");
  if (payment.status === "processing") return status("clock", text("payment_processing"));
  if (payment.status === "canceled") return status("struck", text("payment_canceled"));
  if (payment.status === "requires_action") {
    return status("wait", text("payment_requires_action"), "wait");
  }
  return null;
}
