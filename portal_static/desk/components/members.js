/** Customers that were merged into one: which, merging another, and splitting them off again. */

import { remove } from "../../app/api.js";
import { ask } from "./dialog.js";
import { announce } from "./states.js";
import { learned, text } from "../i18n.js";
import { navigate } from "../router.js";
import { allowed } from "../session.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Customer} Customer */
/** @typedef {import("../types.js").Member} Member */

/** For the list of facts. @param {Customer} customer @param {() => void} changed */
export const members = (customer, changed) =>
  customer.members.length
    ? html`<dt>${text("includes")}</dt>
        <dd class="members">
          ${customer.members.map(
            (member) => html`<div class="flow member">
              <span>${member.name || member.id}
                <span class="mute">${member.deleted ? text("deleted_there") : member.email}
                  <a href=${member.source.url} target="_blank" rel="noreferrer"
                    >${member.source.ref}<span class="unseen"> ${text("new_window")}</span></a></span></span>
              ${allowed("change_customers") ? splitButton(customer, member, changed) : nothing}
            </div>`,
          )}
        </dd>`
    : nothing;

/** @param {Customer} customer @param {Member} member @param {() => void} changed */
const splitButton = (customer, member, changed) => html`<button class="btn" type="button"
  @click=${() => split(customer, member, changed)}>
  ${text("split")}<span class="unseen"> ${member.name}</span>
</button>`;

/** @param {Customer} customer @param {Member} member @param {() => void} changed */
function split(customer, member, changed) {
  const names = { head: customer.name || customer.id, member: member.name || member.id };
  ask({
    title: text("split_title", names),
    body: html`<p>${text("split_text", names)}</p>`,
    action: text("split"),
    grave: true,
    async answer() {
      await remove(`/desk/customers/${customer.id}/members/${member.id}`);
      announce(text("split_done", names));
      changed();
    },
  });
}

/** For who may. @param {Customer} customer @param {() => void} changed */
export function mergeButton(customer, changed) {
  if (!allowed("change_customers")) return nothing;

  async function open() {
    const { openMerge } = learned(await import("../areas/merging.js"));
    openMerge(customer, (head) => (head === customer.id ? changed() : navigate(`/customers/${head}`)));
  }

  return html`<button class="btn" type="button" @click=${open}>${text("merge_with")}</button>`;
}
