/** A set-up link: who one is, a first passkey, and the wish for a second one. */

import { post, Problem } from "../../app/api.js";
import { complaint, explain, failed, waiting } from "../components/states.js";
import { preferredLanguage, rich, speak, text } from "../i18n.js";
import { addPasskey, deviceName, setUp } from "../passkeys.js";
import { focusHeading, navigate } from "../router.js";
import { currentCaller, loadCaller } from "../session.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {{ firm: string, name: string, email: string, language: string, recovering: boolean }} Known */

/** @typedef {"wait" | "make" | "spent" | "failed" | "second" | "done"} Step */

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, fragment, signal }) {
  // From here on the link is only in memory: not in the history, not in a screenshot.
  history.replaceState(null, "", "/set-up");
  /** @type {Step} */
  let step = "wait";
  let busy = false;
  let error = "";
  /** @type {Known | null} */
  let known = null;
  /** @type {Problem | null} */
  let problem = null;

  const steps = { wait: () => waiting(4), make, spent, failed: broken, second, done };
  const draw = () => render(html`<section class="told">${steps[step]()}</section>`, host);

  /** @param {Step} next */
  function turnTo(next) {
    [step, busy, error] = [next, false, ""];
    draw();
    focusHeading();
  }

  async function look() {
    try {
      known = await post("/desk/set-up/challenge", { link: fragment }, signal);
      speak(preferredLanguage(known?.language));
      turnTo("make");
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      problem = failure;
      turnTo([403, 422].includes(failure.status) ? "spent" : "failed");
    }
  }

  /** @param {() => Promise<unknown>} ceremony @param {Step} next */
  async function attempt(ceremony, next) {
    if (busy) return;
    [busy, error] = [true, ""];
    draw();
    try {
      await ceremony();
      turnTo(next);
    } catch (failure) {
      if (failure instanceof Problem && failure.code === "set_up_refused") return turnTo("spent");
      [busy, error] = [false, explain(failure)];
      draw();
    }
  }

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const userName = String(fields.get("user_name")).trim();
    const name = String(fields.get("name")).trim() || thisDevice();
    attempt(async () => {
      await setUp(fragment, { userName, name });
      await loadCaller();
    }, "second");
  }

  function addSecond() {
    attempt(() => addPasskey(text("second_name")), "done");
  }

  function make() {
    const { firm = "", name = "", email = "", recovering = false } = known ?? {};
    return html`<h1 class="told-title" tabindex="-1">
        ${text(recovering ? "set_up_again" : "set_up_title", { firm })}
      </h1>
      <p>${rich("set_up_text", { email: html`<b>${email}</b>` })}</p>
      ${recovering ? html`<p class="notice">${text("set_up_forgets")}</p>` : nothing}
      <form class="form" @submit=${submit}>
        ${field("user_name", text("your_name"), name === email ? "" : name, "name")}
        ${field("name", text("passkey_name"), thisDevice(), "off", text("passkey_name_help"))}
        ${complaint(error)}
        <button class="btn btn-go btn-wide" aria-busy=${busy}>${text("make_passkey")}</button>
      </form>`;
  }

  function second() {
    return html`<h1 class="told-title" tabindex="-1">${text("second_title")}</h1>
      <p>${text("second_text")}</p>
      ${complaint(error)}
      <div class="stack wide">
        <button class="btn btn-go btn-wide" type="button" aria-busy=${busy} @click=${addSecond}>
          ${text("second_make")}
        </button>
        <a class="btn btn-wide" href="/">${text("second_later")}</a>
      </div>`;
  }

  function done() {
    return html`<h1 class="told-title" tabindex="-1">${text("done_title")}</h1>
      <p>${text("done_text", { firm: currentCaller()?.firm.name ?? "" })}</p>
      <a class="btn btn-go" href="/">${text("to_the_desk")}</a>`;
  }

  function spent() {
    return html`<h1 class="told-title" tabindex="-1">${text("spent_title")}</h1>
      <p>${text("spent_text")}</p>
      <a class="btn" href="/sign-in">${text("to_sign_in")}</a>`;
  }

  function broken() {
    return problem ? failed(problem, look) : nothing;
  }

  if (fragment) look();
  else queueMicrotask(() => navigate("/", { replace: true }));
  return { title: () => text("set_up"), draw };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {AutoFill} autocomplete
 * @param {string} [help]
 */
function field(name, label, value, autocomplete, help) {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${help ? html`<span class="meta" id="${name}-help">${help}</span>` : nothing}
    <input class="input" id=${name} name=${name} .defaultValue=${value} required maxlength="80"
      autocomplete=${autocomplete} aria-describedby=${help ? `${name}-help` : nothing} />
  </div>`;
}

/** A name in any browser, because a passkey must have one. */
function thisDevice() {
  return deviceName() || text("unknown_device");
}
