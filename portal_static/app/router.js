/** From an address to a page: loads its view, moves the focus to its heading, sets the title. */

import { firm } from "./session.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Page} Page */

/** @type {Record<string, () => Promise<{ open: (page: Page) => View }>>} */
const VIEWS = {
  "/": () => import("./views/overview.js"),
  "/invoices": () => import("./views/invoices.js"),
  "/sign-in": () => import("./views/sign-in.js"),
};

/** @type {{ path: string, view: View, leave: AbortController } | null} */
let current = null;
let visit = 0;

const host = () => /** @type {HTMLElement} */ (document.getElementById("main"));

/** Fetches the view of this address, while the page still waits for other answers. */
export function preloadView() {
  VIEWS[location.pathname]?.();
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
  const { open } = await (VIEWS[path] ?? (() => import("./views/not-found.js")))();
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
  const view = open({ host: freshHost(), query, fragment, signal: leave.signal });
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
