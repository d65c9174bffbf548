/** A list of what happened: what, who, when. */

import { actor, words } from "../events.js";
import { rich, text } from "../i18n.js";
import { when } from "../when.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Happening} Happening */

const MUCH_MS = 3_600_000;

/** @param {Happening[]} events @param {{ linked?: boolean }} [how] linked: to the customer of each */
export const happenings = (events, { linked = false } = {}) => html`<table class="rows" role="table">
  <caption class="unseen">${text("activity")}</caption>
  <thead role="rowgroup">
    <tr role="row">
      ${[text("what"), text("who"), text("at")].map(
        (name) => html`<th role="columnheader" scope="col">${name}</th>`,
      )}
    </tr>
  </thead>
  <tbody role="rowgroup">
    ${events.map((event) => row(event, linked))}
  </tbody>
</table>`;

/** @param {Happening} event @param {boolean} linked */
const row = (event, linked) => html`<tr role="row">
  <th role="rowheader" scope="row">
    ${linked && event.customer_id
      ? html`<a href="/customers/${event.customer_id}?part=activity">${words(event)}</a>`
      : words(event)}
    ${linked ? html`<span class="sub">${event.object_id}</span>` : nothing}
  </th>
  <td role="cell" class="mute">${actor(event)}</td>
  <td role="cell" class="mute">${when(event.recorded_at)} ${earlier(event)}</td>
</tr>`;

/** What was written down long after it happened, as an import does. @param {Happening} event */
function earlier({ at, recorded_at: recorded }) {
  if (Math.abs(Date.parse(recorded) - Date.parse(at)) < MUCH_MS) return nothing;
  return html`<span class="sub">${rich("happened_at", { when: when(at) })}</span>`;
}
