/**
 * From an address to a page of the desk.
 *
 * A page is views/<page>.js with `open(page)`, a line in PAGES, its place in the menu (PLACES in
 * components/shell.js) and its texts in both locales/desk*.js.
 */

import { learned } from "./i18n.js";
import { allowed, currentCaller, rememberReturn } from "./session.js";
import * as customers from "./views/customers.js";
import * as forbidden from "./views/forbidden.js";
import * as home from "./views/home.js";
import * as invoice from "./views/invoice.js";
import * as missing from "./views/missing.js";
import * as signIn from "./views/sign-in.js";

/** @typedef {import("./types.js").Page} Page */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Operation} Operation */

/**
 * @typedef {{ open: (page: Page) => View }} Opened
 *
 * @typedef {object} Entry
 * @property {RegExp} at its first group is the page's id
 * @property {() => Opened | Promise<Opened>} load
 * @property {Operation} [needs] what a role must allow
 * @property {boolean} [outside] for who is not signed in
 */

const settings = async () => learned(await import("./areas/settings.js"));

/** @type {Entry[]} */
const PAGES = [
  { at: /^\/$/, load: () => home },
  { at: /^\/sign-in$/, load: () => signIn, outside: true },
  { at: /^\/set-up$/, load: async () => (await settings()).setUp, outside: true },
  { at: /^\/start$/, load: async () => (await settings()).start, needs: "change_settings" },
  {
    at: /^\/customers(?:\/(cus_\w+))?$/,
    load: () => customers,
    needs: "see_customers",
  },
  {
    at: /^\/customers\/(cus_\w+)\/invoices\/inv_\w+$/,
    load: () => invoice,
    needs: "see_customers",
  },
  { at: /^\/activity$/, load: async () => (await settings()).activity, needs: "see_activity" },
  { at: /^\/connections$/, load: async () => (await settings()).connections, needs: "see_connections" },
  { at: /^\/account$/, load: async () => (await settings()).account, needs: "keep_own_account" },
  {
    at: /^\/settings\/branding$/,
    load: async () => (await settings()).branding,
    needs: "change_settings",
  },
  { at: /^\/settings\/team$/, load: async () => (await settings()).team, needs: "see_team" },
  {
    at: /^\/settings\/team\/(usr_\w+)$/,
    load: async () => (await settings()).colleague,
    needs: "see_team",
  },
];
/** @type {Entry} */
const MISSING = { at: /^/, load: () => missing };
/** @type {Entry} */
const FORBIDDEN = { at: /^/, load: () => forbidden };

/** @type {{ view: View, leave: AbortController } | null} */
let current = null;
let visit = 0;

const main = () => /** @type {HTMLElement} */ (document.getElementById("main"));

export function startRouter() {
  addEventListener("popstate", () => show());
  addEventListener("hashchange", () => location.hash.length > 1 && show());
  document.addEventListener("click", followLink);
  return show({ focus: false });
}

/**
 * @param {string} address path and query
 * @param {{ replace?: boolean }} [options]
 */
export function navigate(address, { replace = false } = {}) {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  return show();
}

/** Draws the page again, in the language that is spoken now. */
export function redraw() {
  current?.view.draw();
  retitle();
}

/** @param {MouseEvent} event */
function followLink(event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || modified || event.button !== 0 || event.defaultPrevented || link.target) return;
  if (link.origin !== location.origin || link.hash || link.hasAttribute("download")) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}

/** @param {string} path @returns {Entry} */
function entryAt(path) {
  const found = PAGES.find(({ at }) => at.test(path)) ?? MISSING;
  return found.needs && !allowed(found.needs) ? FORBIDDEN : found;
}

/** Who is not signed in goes to the door first, and from there to where they wanted. */
function turnAway() {
  const { pathname, search } = location;
  if (currentCaller() || PAGES.some(({ at, outside }) => outside && at.test(pathname))) return;
  rememberReturn(pathname + search);
  history.replaceState(null, "", "/sign-in");
}

/** @param {{ focus?: boolean }} [how] */
async function show({ focus = true } = {}) {
  const mine = ++visit;
  turnAway();
  const path = location.pathname;
  const entry = entryAt(path);
  const { open } = await entry.load();
  if (mine !== visit) return;
  current?.leave.abort();
  const leave = new AbortController();
  const host = document.createElement("div");
  main().replaceChildren(host);
  document.documentElement.classList.toggle("inside", Boolean(currentCaller()) && !entry.outside);
  const id = entry.at.exec(path)?.[1] ?? "";
  const fragment = location.hash.slice(1);
  const view = open({ host, id, fragment, signal: leave.signal });
  current = { view, leave };
  redraw();
  document.dispatchEvent(new Event("balie:page"));
  scrollTo(0, 0);
  if (focus) focusHeading();
}

export function focusHeading() {
  main().querySelector("h1")?.focus({ preventScroll: true });
}

/** The view knows by now what its page is about. */
export function retitle() {
  const firm = currentCaller()?.firm.name;
  document.title = [current?.view.title(), firm].filter(Boolean).join(" – ");
}
