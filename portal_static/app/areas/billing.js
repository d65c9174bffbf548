/** The pages about invoices, payments and subscriptions, loaded together, with their texts. */

import "../main.js"; // there already; says so to dev/publish.py
import en from "../../locales/billing.en.js";
import nl from "../../locales/billing.nl.js";
import billsEn from "../../locales/bills.en.js";
import billsNl from "../../locales/bills.nl.js";

export * as invoice from "../views/invoice.js";
export * as invoices from "../views/invoices.js";
export * as payments from "../views/payments.js";
export * as statement from "../views/statement.js";
export * as subscriptions from "../views/subscriptions.js";
export const texts = { en: { ...billsEn, ...en }, nl: { ...billsNl, ...nl } };
