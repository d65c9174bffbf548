/** Who is signed in and for which customer, and the way out. */

import { text } from "../i18n.js";
import { navigate } from "../router.js";
import { currentSession, signOut } from "../session.js";
import { say } from "./announcer.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

export function drawAccountMenu() {
  const host = /** @type {HTMLElement} */ (document.getElementById("account"));
  const session = location.pathname === "/sign-in" ? null : currentSession();
  render(session ? menu(session) : nothing, host);
}

/** @param {import("../types.js").Session} session */
function menu({ contact, customer }) {
  return html`<balie-account-menu>
    <details class="who">
      <summary>
        <span class="who-name">${customer.name}</span><span class="who-short">${text("account")}</span>
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>
      </summary>
      <div class="who-panel">
        <p class="strong">${customer.name}</p>
        <p class="meta">${text("signed_in_as", { name: contact.name })}<br />${contact.email}</p>
        <button class="btn btn-wide" type="button" @click=${leave}>${text("sign_out")}</button>
      </div>
    </details>
  </balie-account-menu>`;
}

async function leave() {
  try {
    await signOut();
    navigate("/sign-in");
  } catch {
    say(text("sign_out_failed"));
  }
}

/** Closes its details as menus do: with Escape, and when pointer or focus goes elsewhere. */
class AccountMenu extends HTMLElement {
  #leaving = new AbortController();

  get #details() {
    return this.querySelector("details");
  }

  #close() {
    if (this.#details) this.#details.open = false;
  }

  /** @param {Event} event */
  #outside = (event) => {
    if (event.target instanceof Node && !this.contains(event.target)) this.#close();
  };

  /** @param {KeyboardEvent} event */
  #escape = (event) => {
    if (event.key !== "Escape" || !this.#details?.open) return;
    this.#close();
    this.querySelector("summary")?.focus();
  };

  connectedCallback() {
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    document.addEventListener("pointerdown", this.#outside, { signal });
    document.addEventListener("focusin", this.#outside, { signal });
    this.addEventListener("keydown", this.#escape, { signal });
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }
}

customElements.define("balie-account-menu", AccountMenu);
