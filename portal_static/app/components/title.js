/** The head of a page: its small name, the sentence that says how things stand, one action. */

import { bone, waiting } from "./states.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {unknown} name
 * @param {unknown} stand null while it loads
 * @param {unknown} [action]
 * @param {boolean} [long] whether the sentence takes three lines on a phone
 */
export function title(name, stand, action = nothing, long = false) {
  return html`<header class="head ${long ? "head-long" : ""}">
    <div>
      <h1 class="kicker" tabindex="-1">${name}</h1>
      <div class="stand">${stand ?? waiting([bone("l", 80), bone("l", 40)])}</div>
    </div>
    <div class="head-action">${action}</div>
  </header>`;
}
