/** The pages about who is signed in and for which customer, loaded together, with their texts. */

import "../main.js"; // there already; says so to dev/publish.py
import en from "../../locales/profile.en.js";
import nl from "../../locales/profile.nl.js";

export * as choose from "../views/choose.js";
export * as profile from "../views/profile.js";
export const texts = { en, nl };
