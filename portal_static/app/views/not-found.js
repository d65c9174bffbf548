/** No page at this address, or no portal at all. */

import { text } from "../i18n.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Page} Page */
/** @typedef {import("../types.js").View} View */

/** @param {Page} page @returns {View} */
export function open({ host }) {
  const way = () => html`<a class="btn" href="/">${text("to_overview")}</a>`;
  const draw = () => render(told("lost", "lost_stand", "lost_text", way()), host);
  return { title: () => text("lost"), draw };
}

/** @param {Page} page @returns {View} */
export function openNoPortal({ host }) {
  const draw = () => render(told("no_portal", "no_portal_stand", "no_portal_text"), host);
  return { title: () => text("no_portal"), draw };
}

/**
 * @param {"lost" | "no_portal"} title
 * @param {"lost_stand" | "no_portal_stand"} stand
 * @param {"lost_text" | "no_portal_text"} words
 * @param {unknown} [way]
 */
function told(title, stand, words, way = nothing) {
  return html`<section class="told">
    <h1 class="kicker" tabindex="-1">${text(title)}</h1>
    <p class="stand">${text(stand)}</p>
    <p>${text(words)}</p>
    ${way}
  </section>`;
}
