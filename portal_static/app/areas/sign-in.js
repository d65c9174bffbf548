/** The door, with its texts: for who is not signed in. */

import "../main.js"; // there already; says so to dev/publish.py
import en from "../../locales/sign-in.en.js";
import nl from "../../locales/sign-in.nl.js";

export * as signIn from "../views/sign-in.js";
export const texts = { en, nl };
