/** Who is signed in, for which firm, and what their role allows. */

import { get, post, Problem } from "../app/api.js";
import { recall, remember } from "../app/storage.js";

/** @typedef {import("./types.js").Caller} Caller */
/** @typedef {import("./types.js").Operation} Operation */

/** @type {Caller | null} */
let caller = null;

export const currentCaller = () => caller;

/** @param {Operation} operation */
export const allowed = (operation) => caller?.operations.includes(operation) ?? false;

/** Asks who is signed in; false when nobody is. */
export async function loadCaller() {
  try {
    caller = await get("/desk/session");
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    caller = null;
  }
  return caller !== null;
}

export async function signOut() {
  await post("/desk/sign-out", {});
  forgetCaller();
}

export function forgetCaller() {
  caller = null;
}

/** Where to go after signing in, in this tab. @param {string} path */
export const rememberReturn = (path) => remember("balie.desk.return", path, sessionStorage);

/** A path of the desk. */
export function takeReturn() {
  const kept = recall("balie.desk.return", sessionStorage);
  remember("balie.desk.return", null, sessionStorage);
  const own = typeof kept === "string" && /^\/(?![/\\])/.test(kept);
  return own ? kept : "/";
}
