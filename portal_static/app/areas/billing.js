/** The pages about invoices, payments and subscriptions, loaded together, with their texts. */

import "../main.js"; // there already; says so to dev/publish.py
import en from "../../locales/billing.en.js";
import nl from "../../locales/billing.nl.js";

export * as invoice from "../views/invoice.js";
export * as invoices from "../views/invoices.js";
export * as payments from "../views/payments.js";
export * as statement from "../views/statement.js";
export * as subscriptions from "../views/subscriptions.js";
export const texts = { en, nl };
