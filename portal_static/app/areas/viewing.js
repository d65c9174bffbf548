/** What only the firm's staff sees who look as a customer does, with its texts. */

import "../main.js"; // there already; says so to dev/publish.py
import en from "../../locales/viewing.en.js";
import nl from "../../locales/viewing.nl.js";

export * as banner from "../components/view-banner.js";
export * as view from "../views/view.js";
export const texts = { en, nl };
