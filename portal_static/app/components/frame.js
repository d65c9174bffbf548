/** What stands around every page: the menu, the skip link, the footer with the language switch. */

import { language, text } from "../i18n.js";
import { chooseLanguage, currentTenant, firm } from "../session.js";
import { arrow } from "./account-menu.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

const PLACES = /** @type {const} */ ([
  ["/", "overview"],
  ["/invoices", "invoices"],
  ["/payments", "all_payments"],
  ["/statement", "statement"],
  ["/subscriptions", "subscriptions"],
]);

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

export function drawMenu() {
  element("skip").textContent = text("skip");
  element("menu").setAttribute("aria-label", text("main_menu"));
  const here = PLACES.find(([path]) => isHere(path));
  render(
    html`<div class="column menu-row">${places()}</div>
      <balie-drop-down class="menu-small">
        <details>
          <summary class="column">
            <span><span class="unseen">${text("main_menu")}:</span> ${text(here?.[1] ?? "menu")}</span>
            ${arrow()}
          </summary>
          <div class="menu-panel column">${places()}</div>
        </details>
      </balie-drop-down>`,
    element("menu"),
  );
}

function places() {
  return PLACES.map(
    ([path, name]) =>
      html`<a href=${path} aria-current=${isHere(path) ? "page" : nothing}>${text(name)}</a>`,
  );
}

/** @param {string} path */
function isHere(path) {
  const { pathname } = location;
  return pathname === path || (path !== "/" && pathname.startsWith(`${path}/`));
}

/** The firm's own texts, where it has them. */
function legalLinks() {
  const legal = currentTenant()?.legal;
  return /** @type {const} */ (["terms", "privacy", "imprint"])
    .filter((kind) => legal?.[kind]?.startsWith("https://"))
    .map((kind) => html`<a href=${legal?.[kind] ?? ""} rel="noopener">${text(kind)}</a>`);
}

export function drawFooter() {
  const other = language() === "nl" ? "en" : "nl";
  const email = currentTenant()?.support_email;
  render(
    html`<span>${firm()}</span>
      ${email ? html`<a href="mailto:${email}">${email}</a>` : nothing} ${legalLinks()}
      <button class="quiet" type="button" lang=${other} @click=${() => chooseLanguage(other)}>
        ${text("other_language")}
      </button>`,
    element("foot"),
  );
}
