/** From an address to a page: loads it, moves the focus to its heading, sets the title. */

import { learned } from "./i18n.js";
import { firm, isDoor } from "./session.js";
import * as notFound from "./views/not-found.js";
import * as overview from "./views/overview.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Page} Page */
/** @typedef {{ open: (page: Page) => View }} Opened */

const billing = async () => learned(await import("./areas/billing.js"));
const profile = async () => learned(await import("./areas/profile.js"));
const signIn = async () => learned(await import("./areas/sign-in.js"));
export const viewing = async () => learned(await import("./areas/viewing.js"));

/** Each address with its page. The overview is loaded with what stands around every page.
 * @type {[RegExp, () => Opened | Promise<Opened>][]} */
const PAGES = [
  [/^\/$/, () => overview],
  [/^\/invoices$/, async () => (await billing()).invoices],
  [/^\/invoices\/(inv_[^/]+)$/, async () => (await billing()).invoice],
  [/^\/payments$/, async () => (await billing()).payments],
  [/^\/statement$/, async () => (await billing()).statement],
  [/^\/subscriptions$/, async () => (await billing()).subscriptions],
  [/^\/profile$/, async () => (await profile()).profile],
  [/^\/choose$/, async () => (await profile()).choose],
  [/^\/sign-in$/, async () => (await signIn()).signIn],
  [/^\/view$/, async () => (await viewing()).view],
  [/^/, () => notFound],
];

/** @type {{ path: string, view: View, leave: AbortController } | null} */
let current = null;
let visit = 0;

const host = () => /** @type {HTMLElement} */ (document.getElementById("main"));

/** Fetches the page of this address, while it still waits for other answers. */
export const preloadPage = () => pageAt(location.pathname)[1]();

/** @param {string} path */
function pageAt(path) {
  const found = PAGES.find(([address]) => address.test(path));
  return /** @type {typeof PAGES[number]} */ (found);
}

export function startRouter() {
  addEventListener("popstate", () => show({ focus: true }));
  addEventListener("hashchange", () => location.hash.length > 1 && show({ focus: true }));
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
  return show({ focus: true, top: true });
}

/** Draws the page again, in the language that is spoken now. */
export function redraw() {
  if (!current) return;
  current.view.draw();
  setTitle(current.view);
}

/** The view knows by now what its page is about. */
export function retitle() {
  if (current) setTitle(current.view);
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

/** @param {{ focus: boolean, top?: boolean }} how */
async function show({ focus, top = false }) {
  const mine = ++visit;
  const path = location.pathname;
  const query = new URLSearchParams(location.search);
  const fragment = location.hash.slice(1);
  if (current?.path === path && current.view.revisit && !fragment) {
    current.view.revisit(query);
    setTitle(current.view);
    return;
  }
  const { open } = await pageAt(path)[1]();
  if (mine !== visit) return;
  enter(open, path, fragment);
  if (top) scrollTo(0, 0);
  if (focus) focusHeading();
}

/**
 * @param {(page: Page) => View} open
 * @param {string} path
 * @param {string} fragment
 */
function enter(open, path, fragment) {
  current?.leave.abort();
  const leave = new AbortController();
  const query = new URLSearchParams(location.search);
  document.documentElement.classList.toggle("inside", path !== "" && !isDoor(path));
  const id = pageAt(path)[0].exec(path)?.[1] ?? "";
  const view = open({ host: freshHost(), id, query, fragment, signal: leave.signal });
  current = { path, view, leave };
  view.draw();
  setTitle(view);
  document.dispatchEvent(new Event("balie:page"));
}

/** This address belongs to no firm: says so, whatever the path. */
export function showNoPortal() {
  enter(notFound.openNoPortal, "", "");
}

/** Each page draws in an element of its own, so that a late answer cannot draw over the next. */
function freshHost() {
  const element = document.createElement("div");
  host().replaceChildren(element);
  return element;
}

export function focusHeading() {
  host().querySelector("h1")?.focus({ preventScroll: true });
}

/** @param {View} view */
function setTitle(view) {
  document.title = [view.title(), firm()].filter(Boolean).join(" – ");
}
