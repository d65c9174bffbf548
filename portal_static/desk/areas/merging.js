/** Merging customers, loaded when somebody wants to, with its texts. */

import "../main.js"; // there already; says so to dev/publish.py
import en from "../../locales/desk-merging.en.js";
import nl from "../../locales/desk-merging.nl.js";

export { openMerge } from "../components/merging.js";
export const texts = { en, nl };
