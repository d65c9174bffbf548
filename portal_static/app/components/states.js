/** What a part of a page shows when it waits, is empty or has failed. */

import { Problem } from "../api.js";
import { rich, text } from "../i18n.js";
import { currentTenant, firm } from "../session.js";
import { status } from "./status.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {"s" | "m" | "l"} size of the text that comes
 * @param {20 | 40 | 60 | 80} width in percent
 */
export const bone = (size, width) => html`<span class="bone bone-${size} w-${width}"></span>`;

/**
 * Holds bones: unseen by screen readers, who hear that something loads.
 * @param {unknown} bones
 */
export function waiting(bones) {
  return html`<div class="pulse" aria-busy="true">
    <span class="unseen">${text("loading")}</span>
    <div aria-hidden="true">${bones}</div>
  </div>`;
}

/** The same size, more or less, before the data is there. */
export function tableBones() {
  const line = html`<tr>
    <td class="at-3">${bone("m", 60)}</td>
    <td class="at-1">${bone("m", 80)}</td>
    <td class="at-2 n">${bone("m", 80)}</td>
  </tr>`;
  return html`<table class="tbl" aria-label=${text("loading")}><tbody>${Array(6).fill(line)}</tbody></table>`;
}

/**
 * @param {string} title
 * @param {unknown} words
 * @param {unknown} [way] a link or button that leads on
 */
export function blank(title, words, way) {
  return html`<div class="blank">
    <h2>${title}</h2>
    <p>${words}</p>
    ${way}
  </div>`;
}

/**
 * @param {string} title
 * @param {Problem} problem
 * @param {() => void} retry
 */
export function failed(title, problem, retry) {
  return html`<div class="notice" role="alert">
    <h2>${status("failed", title)}</h2>
    <p>${advice(problem)}</p>
    <div class="flow">
      <button class="btn" type="button" @click=${retry}>${text("try_again")}</button>
      ${problem.status
        ? html`<span class="meta">${text("failed_reference", { status: problem.status })}</span>`
        : null}
    </div>
  </div>`;
}

/** @param {Problem} problem */
function advice(problem) {
  if (problem.status === 0 && !navigator.onLine) return text("failed_offline");
  const email = currentTenant()?.support_email;
  const ours = problem.status === 403 || problem.status === 404;
  if (!ours || !email) return text("failed_again");
  const link = html`<a href="mailto:${email}">${email}</a>`;
  return rich("failed_not_again", { firm: firm(), email: link });
}

/**
 * Runs a request; what fails comes back as a Problem, and what was abandoned as null.
 * @template T
 * @param {Promise<T>} request
 * @returns {Promise<T | Problem | null>} null: the page was left, or the session has ended
 */
export async function outcome(request) {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof Problem)) return null;
    return error.status === 401 ? null : error;
  }
}
