/** Whose portal this is, who is signed in, and where to go after signing in. */

import { get, post, Problem } from "./api.js";
import { choose } from "./i18n.js";
import { recall, remember } from "./storage.js";

/** @typedef {import("./types.js").Tenant} Tenant */
/** @typedef {import("./types.js").Session} Session */

const RETURN_VALID_MS = 30 * 60_000;

/** @type {Tenant | null} */
let tenant = recall("balie.tenant");
/** @type {Session | null} */
let session = null;

export const currentTenant = () => tenant;
export const currentSession = () => session;
/** Whether this person's role allows it. @param {string} operation */
export const may = (operation) => session?.may.includes(operation) ?? false;
export const firm = () => tenant?.name ?? "";

/** Asks whose portal this is; an address without one has no name. */
export async function loadTenant() {
  tenant = await get("/branding/portal.json");
  remember("balie.tenant", tenant);
  document.dispatchEvent(new CustomEvent("balie:tenant", { detail: tenant }));
}

/** Addresses outside of what somebody must be signed in for. @param {string} path */
export const isDoor = (path) => path === "/sign-in" || path === "/view";

/** Whether this tab was opened to look as a customer does: it never shows another session. */
export const isView = () => recall("balie.view", sessionStorage) === true;
export const beginView = () => remember("balie.view", true, sessionStorage);

export function endView() {
  remember("balie.view", null, sessionStorage);
  forgetSession();
}

/** Where to go when nobody is signed in, or no longer. */
export const door = () => (isView() ? "/view" : "/sign-in");

function leaveOther() {
  session = null;
  document.dispatchEvent(new Event("balie:signed-out"));
}

/** Asks who is signed in; false when nobody is. */
export async function loadSession() {
  try {
    session = await get("/api/session");
    if (isView() && !session?.view) leaveOther();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) session = null;
    else throw error;
  }
  remember("balie.inside", session ? true : null);
  return session !== null;
}

/**
 * Speaks it here, and from now on to this person everywhere; that it is kept is not waited for.
 * @param {"nl" | "en"} wanted
 */
export function chooseLanguage(wanted) {
  if (session && !session.view) post("/api/profile/language", { language: wanted }).catch(() => {});
  choose(wanted);
}

export async function signOut() {
  await post("/api/sign-out", {});
  forgetSession();
}

export function forgetSession() {
  session = null;
  remember("balie.inside", null);
  document.dispatchEvent(new Event("balie:forgotten"));
}

/**
 * Where to go after signing in. Kept for all tabs, since the link from the mail opens a new one.
 * @param {string} path
 */
export function rememberReturn(path) {
  remember("balie.return", { path, at: Date.now() });
}

/** A path of this portal; "/" when nothing recent is remembered. */
export function takeReturn() {
  const kept = recall("balie.return");
  remember("balie.return", null);
  const recent = typeof kept?.path === "string" && Date.now() - kept.at < RETURN_VALID_MS;
  return recent ? ownPath(kept.path) : "/";
}

/** @param {string} path */
export function ownPath(path) {
  if (!path.startsWith("/")) return "/";
  const url = new URL(path, location.origin);
  const own = url.origin === location.origin && url.pathname !== "/sign-in";
  return own ? url.pathname + url.search : "/";
}
