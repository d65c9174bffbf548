/** What stands around every page: the menu, the skip link, the footer with the language switch. */

import { choose, language, text } from "../i18n.js";
import { currentTenant, firm } from "../session.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

export function drawMenu() {
  element("skip").textContent = text("skip");
  element("menu").setAttribute("aria-label", text("main_menu"));
  render(
    html`<div class="column menu-row">
      ${place("/", text("overview"))}${place("/invoices", text("invoices"))}
    </div>`,
    element("menu"),
  );
}

/**
 * @param {string} path
 * @param {string} name
 */
function place(path, name) {
  return html`<a href=${path} aria-current=${location.pathname === path ? "page" : nothing}>${name}</a>`;
}

export function drawFooter() {
  const other = language() === "nl" ? "en" : "nl";
  const email = currentTenant()?.support_email;
  render(
    html`<span>${firm()}</span>
      ${email ? html`<a href="mailto:${email}">${email}</a>` : nothing}
      <button class="quiet" type="button" lang=${other} @click=${() => choose(other)}>
        ${text("other_language")}
      </button>`,
    element("foot"),
  );
}
