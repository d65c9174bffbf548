/** From an address to a page: loads its view, moves the focus to its heading, sets the title. */

import { learn } from "./i18n.js";
import { firm } from "./session.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Page} Page */

/** @typedef {import("./i18n.js").Area} Area */
/** @typedef {{ open: (page: Page) => View }} Opened */

/** Each address with its view, and the area that its texts and styles are in.
 * @type {[RegExp, () => Promise<Opened>, Area?][]} */
const PAGES = [
  [/^\/$/, () => import("./views/overview.js")],
  [/^\/invoices$/, () => import("./views/invoices.js"), "billing"],
  [/^\/invoices\/(inv_[^/]+)$/, () => import("./views/invoice.js"), "billing"],
  [/^\/payments$/, () => import("./views/payments.js"), "billing"],
  [/^\/statement$/, () => import("./views/statement.js"), "billing"],
  [/^\/subscriptions$/, () => import("./views/subscriptions.js"), "billing"],
  [/^\/profile$/, () => import("./views/profile.js"), "profile"],
  [/^\/choose$/, () => import("./views/choose.js"), "profile"],
  [/^\/sign-in$/, () => import("./views/sign-in.js"), "sign-in"],
  [/^/, () => import("./views/not-found.js")],
];
/** @type {(Area | "pages")[]} */
const DRESSED = ["pages", "billing", "profile"];

/** @type {{ path: string, view: View, leave: AbortController } | null} */
let current = null;
let visit = 0;

const host = () => /** @type {HTMLElement} */ (document.getElementById("main"));

/** Fetches the view of this address, while the page still waits for other answers. */
export function preloadView() {
  const [, load, area] = pageAt(location.pathname);
  load();
  dress("pages");
  if (area) dress(area);
}

/** @param {string} path */
function pageAt(path) {
  const found = PAGES.find(([address]) => address.test(path));
  return /** @type {typeof PAGES[number]} */ (found);
}

/** @type {Map<Area | "pages", Promise<unknown>>} */
const dressed = new Map();

/**
 * Adds the styles of an area, or of all pages, once; resolves when they apply.
 * @param {Area | "pages"} area
 */
function dress(area) {
  if (DRESSED.includes(area) && !dressed.has(area)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`../styles/${area}.css`, import.meta.url).href;
    const loaded = new Promise((done) => {
      link.onload = link.onerror = done;
    });
    dressed.set(area, loaded);
    document.head.append(link);
  }
  return dressed.get(area);
}

/** @param {string} path @returns {Promise<Opened>} */
async function arrive(path) {
  const [, load, area] = pageAt(path);
  const dressing = [dress("pages"), area && dress(area)];
  const [opened] = await Promise.all([load(), area && learn(area), ...dressing]);
  return opened;
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
  const { open } = await arrive(path);
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
  document.documentElement.classList.toggle("inside", path !== "" && path !== "/sign-in");
  const id = pageAt(path)[0].exec(path)?.[1] ?? "";
  const view = open({ host: freshHost(), id, query, fragment, signal: leave.signal });
  current = { path, view, leave };
  view.draw();
  setTitle(view);
  document.dispatchEvent(new Event("balie:page"));
}

/** This address belongs to no firm: says so, whatever the path. */
export async function showNoPortal() {
  const { openNoPortal } = await import("./views/not-found.js");
  enter(openNoPortal, "", "");
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
