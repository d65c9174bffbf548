/** A colleague's role and how their access stands, in words. */

import { text } from "../i18n.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").User} User */
/** @typedef {import("../types.js").Role} Role */

const ROLES = /** @type {const} */ (["owner", "finance", "support", "viewer"]);

/** @param {Role} chosen */
export const roleChoice = (chosen) => html`<fieldset class="choices">
  <legend>${text("role")}</legend>
  ${ROLES.map(
    (role) => html`<label class="choice">
      <input type="radio" name="role" value=${role} ?checked=${role === chosen} required />
      <span><b>${text(`role_${role}`)}</b><span class="sub">${text(`role_${role}_may`)}</span></span>
    </label>`,
  )}
</fieldset>`;

/** @param {User} user */
export function stateOf({ state, recovery }) {
  if (recovery) return text(recovery.ready ? "state_recovery_ready" : "state_recovering");
  return text(`state_${state}`);
}
