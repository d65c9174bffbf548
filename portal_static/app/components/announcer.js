/** Says what changed: to screen readers, and where seeing it matters also in a corner. */

import { text } from "../i18n.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

const SHOWN_MS = 10_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * For screen readers only.
 * @param {string} words
 */
export function announce(words) {
  const region = document.getElementById("announcer");
  if (region) region.textContent = words;
}

/**
 * Announces and shows. It hides after 10 seconds, later while pointer or focus is on it.
 * @param {string} words
 * @param {{ stays?: boolean }} [options] stays: until something else is said or it is closed
 */
export function say(words, { stays = false } = {}) {
  announce(words);
  clearTimeout(timer);
  draw(words);
  if (!stays) timer = setTimeout(hideUnlessUsed, SHOWN_MS);
}

function hideUnlessUsed() {
  if (corner().querySelector(":hover, :focus-within")) timer = setTimeout(hideUnlessUsed, SHOWN_MS);
  else draw("");
}

const corner = () => /** @type {HTMLElement} */ (document.getElementById("toasts"));

/** @param {string} words */
function draw(words) {
  const toast = html`<div class="toast">
    <p>${words}</p>
    <button type="button" @click=${() => draw("")}>${text("close")}</button>
  </div>`;
  render(words ? toast : nothing, corner());
}
