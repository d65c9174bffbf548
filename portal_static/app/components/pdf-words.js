/** What the button of an invoice's PDF says. */

import { spokenDay } from "../dates.js";
import { text } from "../i18n.js";
import { firm } from "../session.js";

/** @type {Record<string, "pdf_closed" | "pdf_missing">} */
const PDF_REFUSED = { pdf_out_of_reach: "pdf_closed", pdf_missing: "pdf_missing" };

/**
 * @param {import("../types.js").Invoice} invoice
 * @param {string} today
 * @returns {import("./download.js").Words}
 */
export const pdfWords = ({ number }, today) => ({
  name: text("pdf"),
  label: text("pdf_of", { number }),
  slow: text("pdf_slow"),
  again: text("pdf_again"),
  refused: ({ code }) => text(PDF_REFUSED[code] ?? "pdf_failed", { firm: firm() }),
  older: (day) => text("pdf_older", { day: spokenDay(day, today) }),
});
