/** Where the desk opens the portal as a customer sees it, and where that has ended. */

import { post, Problem } from "../api.js";
import { outcome } from "../components/states.js";
import { text } from "../i18n.js";
import { beginView, endView } from "../session.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, fragment, signal }) {
  const code = fragment;
  // From here on the code is only in memory, and after the next line but one it is worth nothing.
  if (code) history.replaceState(null, "", "/view");
  /** @type {"opening" | "refused" | "ended"} */
  let step = code ? "opening" : "ended";
  const draw = () => render(STEPS[step](), host);

  async function enter() {
    if ((await outcome(post("/api/view", { code }, signal))) instanceof Problem) {
      step = "refused";
      return draw();
    }
    beginView();
    location.replace("/"); // nothing that this browser knew of somebody else is shown any more
  }

  if (code) enter();
  else forget();
  return { title: () => text(step === "refused" ? "view_refused" : "view"), draw };
}

/** The cookie may be left over when something else has ended the view. */
function forget() {
  endView();
  outcome(post("/api/view/end", {}));
}

const STEPS = {
  opening: () => html`<p class="told" role="status">${text("view_opening")}</p>`,
  refused: () => told("view_refused", "view_refused_stand"),
  ended: () => told("view_ended", "view_ended_stand"),
};

/** @param {"view_refused" | "view_ended"} title @param {"view_refused_stand" | "view_ended_stand"} stand */
const told = (title, stand) => html`<section class="told">
  <h1 class="kicker" tabindex="-1">${text(title)}</h1>
  <p class="stand">${text(stand)}</p>
  <p>${text("view_again")}</p>
</section>`;
