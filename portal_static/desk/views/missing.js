/** No page at this address. */

import { head } from "../components/states.js";
import { text } from "../i18n.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host }) {
  const way = () => html`<a href="/">${text("to_the_start")}</a>`;
  return {
    title: () => text("missing_title"),
    draw: () => render(html`${head(text("missing_title"), text("missing_text"))}${way()}`, host),
  };
}
