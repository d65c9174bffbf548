/** The steps of signing in, as they look. */

import { rich, text } from "../i18n.js";
import { firm } from "../session.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("./sign-in.js").SignIn} SignIn */

/**
 * @typedef {object} Actions
 * @property {(event: SubmitEvent) => void} sendLink
 * @property {() => void} resend
 * @property {() => void} otherAddress
 * @property {(event: SubmitEvent) => void} enterCode
 * @property {() => void} redeem
 * @property {() => void} newLink
 */

/**
 * @param {string} title
 * @param {unknown} stand
 * @param {unknown} rest
 */
function step(title, stand, rest) {
  return html`<section class="told">
    <h1 class="kicker" tabindex="-1">${title}</h1>
    <p class="stand">${stand}</p>
    ${rest}
  </section>`;
}

/** @param {string} words */
function fieldError(words) {
  if (!words) return nothing;
  return html`<p class="field-error" id="error" role="alert">
    <svg class="shape" viewBox="0 0 16 16" aria-hidden="true">
      <path class="solid" d="M8 .8 15.8 15H.2z" /><path class="cut" d="M8 5.6v4.6M8 12.2v.6" />
    </svg>
    ${words}
  </p>`;
}

/** @param {SignIn} state @param {Actions} actions */
export function ask({ email, error, busy, again }, actions) {
  return step(
    text("sign_in"),
    text("sign_in_stand", { firm: firm() }),
    html`${again ? html`<p class="notice">${text("sign_in_again")}</p>` : nothing}
      <form class="form" novalidate @submit=${actions.sendLink}>
        <div class="field">
          <label for="email">${text("email")}</label>
          <p class="meta" id="hint">${text("email_hint")}</p>
          ${fieldError(error)}
          <input
            class="input"
            id="email"
            name="email"
            type="email"
            autocomplete="email"
            maxlength="254"
            required
            .value=${email}
            aria-invalid=${error ? "true" : nothing}
            aria-describedby=${error ? "hint error" : "hint"}
          />
        </div>
        <button class="btn btn-go" aria-busy=${busy}>
          ${text(busy ? "sending" : "send_link")}
        </button>
      </form>`,
  );
}

/** @param {SignIn} state @param {Actions} actions @param {number} secondsLeft */
export function wait({ email, error, busy }, actions, secondsLeft) {
  const address = html`<b class="address">${email}</b>`;
  return step(
    text("look"),
    rich("look_stand", { email: address, firm: firm() }),
    html`<p>${text("look_valid")}</p>
      <form class="form ruled" novalidate @submit=${actions.enterCode}>
        <div class="field">
          <label for="code">${text("code_label")}</label>
          <p class="meta" id="hint">${text("code_hint")}</p>
          ${fieldError(error)}
          <div class="beside">
            <input
              class="input code-input"
              id="code"
              name="code"
              inputmode="numeric"
              autocomplete="one-time-code"
              maxlength="9"
              aria-invalid=${error ? "true" : nothing}
              aria-describedby=${error ? "hint error" : "hint"}
            />
            <button class="btn btn-go" aria-busy=${busy}>${text("sign_in")}</button>
          </div>
        </div>
      </form>
      <div class="ruled stack">
        <h2>${text("nothing_arrived")}</h2>
        <p class="meta" id="resend-hint">
          ${text("resend_hint")}
          ${secondsLeft > 0 ? text("resend_wait", { n: secondsLeft }) : nothing}
        </p>
        <div class="flow">
          <button
            class="btn"
            type="button"
            aria-disabled=${secondsLeft > 0}
            aria-describedby="resend-hint"
            @click=${actions.resend}
          >
            ${text("resend")}
          </button>
          <button class="quiet" type="button" @click=${actions.otherAddress}>
            ${text("other_address")}
          </button>
        </div>
      </div>`,
  );
}

/** @param {SignIn} state @param {Actions} actions */
export function land({ error, busy }, actions) {
  return step(
    text("sign_in"),
    text("land_stand", { firm: firm() }),
    html`<p>${text("land_text")}</p>
      ${fieldError(error)}
      <button class="btn btn-go" type="button" aria-busy=${busy} @click=${actions.redeem}>
        ${text(busy ? "signing_in" : "sign_in")}
      </button>`,
  );
}

/** @param {SignIn} state */
export function code({ code: digits }) {
  return step(
    text("code_title"),
    text("code_stand"),
    html`<p class="code">
        <span class="unseen">${[...digits].join(" ")}</span>
        <span aria-hidden="true">${digits.slice(0, 3)} ${digits.slice(3)}</span>
      </p>
      <p>${text("code_text")}</p>`,
  );
}

/** @param {SignIn} _state @param {Actions} actions */
export function spent(_state, actions) {
  return step(
    text("sign_in"),
    text("spent_stand"),
    html`<p>${text("spent_text")}</p>
      <button class="btn btn-go" type="button" @click=${actions.newLink}>${text("new_link")}</button>`,
  );
}
