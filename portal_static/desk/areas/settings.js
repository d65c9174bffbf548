/** The pages where a firm settles things and looks back, loaded together, with their texts. */

import "../main.js"; // there already; says so to dev/publish.py
import en from "../../locales/desk-settings.en.js";
import nl from "../../locales/desk-settings.nl.js";

export * as account from "../views/account.js";
export * as activity from "../views/activity.js";
export * as branding from "../views/branding.js";
export * as colleague from "../views/colleague.js";
export * as connections from "../views/connections.js";
export * as setUp from "../views/set-up.js";
export * as start from "../views/start.js";
export * as team from "../views/team.js";
export const texts = { en, nl };
