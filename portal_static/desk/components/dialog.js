/** A question in a dialog: a form, an answer or none. */

import { complaint, explain } from "./states.js";
import { text } from "../i18n.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {unknown} body
 * @property {string} action what the button does, a verb
 * @property {boolean} [grave] it takes something away: the focus starts on the safe answer
 * @property {(fields: Record<string, string>) => Promise<void>} answer may fail: then the dialog
 *   stays, with the reason and all that was typed
 */

/** @param {Question} question */
export function ask(question) {
  const dialog = document.createElement("dialog");
  let busy = false;
  let error = "";

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const fields = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    [busy, error] = [true, ""];
    draw();
    try {
      await question.answer(fields);
      dialog.close();
    } catch (problem) {
      [busy, error] = [false, explain(problem)];
      draw();
    }
  }

  function draw() {
    render(
      html`<form class="form" @submit=${submit} aria-labelledby="question">
        <h2 id="question">${question.title}</h2>
        ${question.body} ${complaint(error)}
        <div class="flow">
          <button class="btn ${question.grave ? "" : "btn-go"}" aria-busy=${busy}>
            ${question.action}
          </button>
          <button class="btn" type="button" ?autofocus=${question.grave} @click=${() => dialog.close()}>
            ${text("cancel")}
          </button>
        </div>
      </form>`,
      dialog,
    );
  }

  draw();
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
