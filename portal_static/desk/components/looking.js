/** Looking at the portal as a customer sees it, in a tab of its own. */

import { post } from "../../app/api.js";
import { text } from "../i18n.js";
import { complaint, explain } from "./states.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/** @param {{ id: string, draw: () => void }} of */
export function looking({ id, draw }) {
  let busy = false;
  let error = "";

  /** @param {boolean} isBusy @param {string} [words] */
  function become(isBusy, words = "") {
    [busy, error] = [isBusy, words];
    draw();
  }

  async function look() {
    if (busy) return;
    // At once, as browsers let a click open a tab, and not what comes after it.
    const tab = window.open("about:blank", "_blank");
    if (!tab) return become(false, text("view_blocked"));
    tab.opener = null;
    become(true);
    try {
      const { address } = await post(`/desk/customers/${id}/view`, {});
      tab.location.replace(address);
      become(false);
    } catch (problem) {
      tab.close();
      become(false, explain(problem));
    }
  }

  return () => html`<button class="btn" type="button" aria-busy=${busy} @click=${look}>
      ${text("view_as_customer")}<span class="unseen"> ${text("new_window")}</span>
    </button>
    ${complaint(error)}`;
}
