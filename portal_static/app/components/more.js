/** The next page of a list: the button, and where the focus goes when it has come. */

import { text } from "../i18n.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {boolean} busy
 * @param {() => void} showMore
 */
export function moreButton(busy, showMore) {
  return html`<button class="btn more-btn" type="button" aria-busy=${busy} @click=${showMore}>
    ${text(busy ? "more_busy" : "more")}
  </button>`;
}

/**
 * @param {HTMLElement} host
 * @param {number} index
 */
export function focusRow(host, index) {
  const row = host.querySelectorAll("tbody tr")[index];
  if (!(row instanceof HTMLElement)) return;
  row.tabIndex = -1;
  row.focus();
}
