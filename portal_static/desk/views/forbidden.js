/** A page that the role of who is signed in does not allow. */

import { head } from "../components/states.js";
import { text } from "../i18n.js";
import { currentCaller } from "../session.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host }) {
  const role = () => text(`role_${currentCaller()?.user.role ?? "viewer"}`);
  return {
    title: () => text("forbidden_title"),
    draw: () =>
      render(
        html`${head(text("forbidden_title"), text("forbidden_text", { role: role() }))}
          <a href="/">${text("to_the_start")}</a>`,
        host,
      ),
  };
}
