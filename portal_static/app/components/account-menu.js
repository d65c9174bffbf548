/** Who is signed in and for which customer, and the way to their details and out. */

import { text } from "../i18n.js";
import { navigate } from "../router.js";
import { currentSession, isDoor, signOut } from "../session.js";
import { say } from "./announcer.js";
import "./drop-down.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

export const arrow = () =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>`;

export function drawAccountMenu() {
  const host = /** @type {HTMLElement} */ (document.getElementById("account"));
  const session = isDoor(location.pathname) ? null : currentSession();
  render(session ? menu(session) : nothing, host);
}

/** @param {import("../types.js").Session} session */
function menu({ contact, customer, others, view }) {
  return html`<balie-drop-down>
    <details class="who">
      <summary>
        <span class="who-name">${customer.name}</span><span class="who-short">${text("account")}</span>
        ${arrow()}
      </summary>
      <div class="who-panel">
        <p class="strong">${customer.name}</p>
        ${view
          ? nothing
          : html`<p class="meta">${text("signed_in_as", { name: contact.name })}<br />${contact.email}</p>`}
        <a class="who-link" href="/profile">${text("profile")}</a>
        ${others.length ? html`<a class="who-link" href="/choose">${text("other_customer")}</a>` : nothing}
        ${view
          ? nothing
          : html`<button class="btn btn-wide" type="button" @click=${leave}>${text("sign_out")}</button>`}
      </div>
    </details>
  </balie-drop-down>`;
}

async function leave() {
  try {
    await signOut();
    navigate("/sign-in");
  } catch {
    say(text("sign_out_failed"));
  }
}
