/** Signing in: one button, and the device asks which passkey. */

import { complaint, explain } from "../components/states.js";
import { preferredLanguage, speak, text } from "../i18n.js";
import { signIn } from "../passkeys.js";
import { navigate } from "../router.js";
import { currentCaller, loadCaller, takeReturn } from "../session.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host }) {
  let busy = false;
  let error = "";

  function draw() {
    render(
      html`<section class="told">
        <h1 class="told-title" tabindex="-1">${text("sign_in_title")}</h1>
        <p>${text("sign_in_text")}</p>
        ${complaint(error)}
        <button class="btn btn-go btn-wide" type="button" aria-busy=${busy} @click=${enter}>
          ${text("sign_in")}
        </button>
        <p class="meta ruled">${text("sign_in_lost")}</p>
      </section>`,
      host,
    );
  }

  async function enter() {
    if (busy) return;
    [busy, error] = [true, ""];
    draw();
    try {
      await signIn();
      await loadCaller();
      speak(preferredLanguage(currentCaller()?.user.language, currentCaller()?.firm.language));
      navigate(takeReturn(), { replace: true });
    } catch (problem) {
      [busy, error] = [false, explain(problem)];
      draw();
    }
  }

  if (currentCaller()) queueMicrotask(() => navigate("/", { replace: true }));
  return { title: () => text("sign_in"), draw };
}
