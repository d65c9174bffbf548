/** Asks before what cannot be undone: a dialog whose safe answer has the focus. */

import { text } from "../i18n.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {string} question
 * @param {string} words
 * @param {string} yes
 * @returns {Promise<boolean>}
 */
export function confirmed(question, words, yes) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "question");
  render(
    html`<form method="dialog" class="form">
      <h2 id="question">${question}</h2>
      <p>${words}</p>
      <div class="flow">
        <button class="btn" value="no" autofocus>${text("cancel")}</button>
        <button class="btn" value="yes">${yes}</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      answer(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}
