/** How far an import or sync is: true, and drawn again as long as something moves. */

import { get, Problem } from "../../app/api.js";
import { text } from "../i18n.js";
import { when } from "../when.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").CatchUp} CatchUp */
/** @typedef {import("../types.js").Connection} Connection */

const EVERY_MS = 1500;

/**
 * Asks again until it is complete, or the page is left.
 * @param {Connection} connection
 * @param {(latest: CatchUp) => void} told
 * @param {AbortSignal} signal
 */
export async function follow({ id, latest }, told, signal) {
  let known = latest;
  while (known && !known.is_complete && !signal.aborted) {
    await new Promise((done) => setTimeout(done, EVERY_MS));
    try {
      known = /** @type {CatchUp} */ (await get(`/desk/connections/${id}/catch-ups/${known.id}`, signal));
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 0) continue;
      return;
    }
    told(known);
  }
}

/** @param {CatchUp} catchUp */
export function progress(catchUp) {
  const { cause, found, done, is_complete: complete, is_stopped: stopped } = catchUp;
  if (stopped) return html`<p>${text("catch_up_stopped")}</p>`;
  if (complete) {
    const at = catchUp.finished_at ? html`, ${when(catchUp.finished_at)}` : nothing;
    return html`<p class="mute">${text(`${cause}_done`, { n: found })}${at}</p>`;
  }
  return html`<div class="stack">
    <p role="status">${text(catchUp.has_listed_all ? "catch_up_of" : "catch_up_listing", { done, found })}</p>
    <progress max=${Math.max(found, 1)} value=${done} aria-label=${text(`${cause}_name`)}></progress>
    <ul class="kinds">
      ${catchUp.kinds.map(
        (kind) => html`<li><span class="mute">${text(`kinds_${/** @type {"invoice"} */ (kind.kind)}`)}</span>
          <span class="amt">${kind.done} / ${kind.found}</span></li>`,
      )}
    </ul>
  </div>`;
}
