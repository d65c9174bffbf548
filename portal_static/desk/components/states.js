/** What a page shows while it waits, when it failed, and what went wrong with what was asked. */

import { Problem } from "../../app/api.js";
import { text } from "../i18n.js";
import { NotConfirmed } from "../passkeys.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../i18n.js").Key} Key */

/** Refusals that have words of their own. @type {Record<string, Key>} */
const WORDS = {
  changed: "refused_changed",
  connection_closed: "refused_closed",
  customer_deleted: "refused_customer_deleted",
  customer_has_members: "refused_has_members",
  customer_merged: "refused_merged",
  key_unusable: "refused_key",
  last_owner: "refused_last_owner",
  last_passkey: "refused_last_passkey",
  member_missing: "refused_member_missing",
  other_account: "refused_other_account",
  passkey_refused: "refused_passkey",
  passkeys_full: "refused_passkeys_full",
  permission_missing: "refused_permissions",
  provider_unavailable: "refused_provider",
  recovery_refused: "refused_recovery",
  role_too_small: "refused_role",
  set_up_refused: "refused_set_up",
  too_many_members: "refused_too_many_members",
  user_exists: "refused_user_exists",
  user_missing: "refused_user_missing",
  wrong_mode: "refused_mode",
};

/**
 * What happened and what to do, for whatever a request or a ceremony failed with.
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof NotConfirmed) return text(`confirm_${error.why}`);
  if (!(error instanceof Problem)) throw error;
  if (error.status === 429) {
    return text("too_many", { n: Math.ceil((error.retryAfterSeconds ?? 60) / 60) });
  }
  return text(WORDS[error.code] ?? (error.status === 422 ? "refused_invalid" : "refused_other"));
}

/** Rows of the size of what comes. @param {number} rows */
export const waiting = (rows) => html`<div class="pulse" aria-busy="true">
  <span class="unseen">${text("loading")}</span>
  <div aria-hidden="true">
    ${Array.from({ length: rows }, () => html`<p class="bone-row"><span class="bone w-60"></span></p>`)}
  </div>
</div>`;

/**
 * @param {Problem} problem
 * @param {() => void} retry
 */
export function failed(problem, retry) {
  return html`<div class="notice" role="alert">
    <h2>${text("failed_title")}</h2>
    <p>${text(problem.status === 0 ? "failed_offline" : "failed_again")}</p>
    <p><button class="btn" type="button" @click=${retry}>${text("try_again")}</button></p>
  </div>`;
}

/** @param {string} words "" for none */
export const complaint = (words) =>
  words ? html`<p class="field-error" role="alert">${words}</p>` : nothing;

/** For screen readers. @param {string} words */
export function announce(words) {
  const region = document.getElementById("announcer");
  if (region) region.textContent = words;
}

/**
 * The head of a page: its name, how things stand, at most one primary action.
 * @param {unknown} name
 * @param {unknown} stand
 * @param {unknown} [action]
 */
export const head = (name, stand, action = nothing) => html`<header class="head">
  <div>
    <h1 tabindex="-1">${name}</h1>
    <p class="stand">${stand}</p>
  </div>
  <div class="head-action">${action}</div>
</header>`;
