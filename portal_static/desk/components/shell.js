/** What stands around every page: the firm, the places its staff may go to, who is signed in. */

import { openFind } from "./find.js";
import { chooseLanguage, language, text } from "../i18n.js";
import { navigate } from "../router.js";
import { allowed, currentCaller, signOut } from "../session.js";
import "../../app/components/drop-down.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../i18n.js").Key} Key */
/** @typedef {import("../types.js").Operation} Operation */
/** @typedef {{ path: string, name: Key, needs: Operation, group?: Key }} Place */

/** In the order of the menu. @type {Place[]} */
const PLACES = [
  { path: "/customers", name: "customers", needs: "see_customers" },
  { path: "/activity", name: "activity", needs: "see_activity" },
  { path: "/connections", name: "connections", needs: "see_connections" },
  { path: "/start", name: "start", needs: "change_settings" },
  { path: "/settings/branding", name: "branding", needs: "change_settings", group: "settings" },
  { path: "/settings/team", name: "team", needs: "see_team", group: "settings" },
];

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** On what opens. */
export const arrow = () =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>`;

/** The places that the role of who is signed in allows. */
export const openPlaces = () => PLACES.filter(({ needs }) => allowed(needs));

export function drawShell() {
  element("skip").textContent = text("skip");
  const caller = currentCaller();
  const inside = document.documentElement.classList.contains("inside");
  render(caller && inside ? rail(caller) : door(), element("rail"));
}

/** @param {import("../types.js").Caller} caller */
function rail({ firm, user }) {
  const here = openPlaces().find(isHere);
  return html`<div class="rail-top">
      <a class="firm" href="/"><span class="mark" aria-hidden="true">${initial(firm.name)}</span>
        <span class="firm-name">${firm.name}</span></a>
      ${firm.live ? nothing : html`<span class="tag">${text("test_mode")}</span>`}
    </div>
    ${allowed("see_customers") ? findButton() : nothing}
    <nav class="places" aria-label=${text("main_menu")}>
      <div class="places-wide">${places()}</div>
      <balie-drop-down class="places-small">
        <details>
          <summary><span>${text(here?.name ?? "menu")}</span>${arrow()}</summary>
          <div class="places-panel">${places()}</div>
        </details>
      </balie-drop-down>
    </nav>
    ${account(user)}`;
}

const findButton = () => html`<button class="find-button" type="button" @click=${openFind}>
  ${text("find")}<kbd aria-hidden="true">Ctrl K</kbd>
</button>`;

/** Before anybody is signed in. */
function door() {
  const other = language() === "nl" ? "en" : "nl";
  return html`<div class="rail-top"><span class="firm">${text("desk")}</span></div>
    <button class="quiet" type="button" lang=${other} @click=${() => chooseLanguage(other)}>
      ${text("other_language")}
    </button>`;
}

function places() {
  /** @type {Key | undefined} */
  let group;
  return openPlaces().map((place) => {
    const begins = place.group && place.group !== group;
    group = place.group;
    return html`${begins ? html`<p class="places-group">${text(place.group ?? "settings")}</p>` : nothing}
      <a href=${place.path} aria-current=${isHere(place) ? "page" : nothing}>${text(place.name)}</a>`;
  });
}

/** @param {Place} place */
const isHere = ({ path }) =>
  location.pathname === path || location.pathname.startsWith(`${path}/`);

/** @param {import("../types.js").User} user */
function account(user) {
  return html`<balie-drop-down class="account">
    <details>
      <summary>
        <span class="mark mark-round" aria-hidden="true">${initial(user.name)}</span>
        <span class="account-name">${user.name}<span class="unseen">, ${text("account")}</span></span>
        ${arrow()}
      </summary>
      <div class="account-panel">
        <p><b>${user.name}</b><br /><span class="meta">${user.email}</span></p>
        <p class="meta">${text(`role_${user.role}`)}</p>
        <a href="/account">${text("your_account")}</a>
        <button class="btn btn-wide" type="button" @click=${leave}>${text("sign_out")}</button>
      </div>
    </details>
  </balie-drop-down>`;
}

async function leave() {
  await signOut();
  navigate("/sign-in");
}

/** @param {string} name */
const initial = (name) => [...name.trim()][0]?.toUpperCase() ?? "";
