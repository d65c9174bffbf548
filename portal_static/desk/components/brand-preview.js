/** How a firm's portal and mail would look: the same pieces, by day and by night. */

import { text } from "../i18n.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/** @typedef {{ name: string, shown: string, logo: string | null, address: "je" | "u" }} Shown */

/**
 * The variables of the look are put on it by `paint`, once it is drawn.
 * @param {Shown} look shown: beside the logo; logo: its address
 */
export const preview = (look) => html`<div class="brand-views">
  ${portal(look, "light")} ${portal(look, "dark")} ${mail(look)}
</div>`;

/** @param {HTMLElement} host @param {Record<string, string>} variables */
export function paint(host, variables) {
  for (const view of host.querySelectorAll(".in-brand")) {
    for (const [name, value] of Object.entries(variables)) {
      /** @type {HTMLElement} */ (view).style.setProperty(name, value);
    }
  }
}

/** @param {Shown} look */
const sign = ({ name, shown, logo }) => html`<span class="brand-sign">
  ${logo
    ? html`<img class="brand-logo" src=${logo} alt=${shown ? "" : name} />`
    : html`<span class="mark" aria-hidden="true">${[...name.trim()][0]?.toUpperCase() ?? ""}</span>`}
  ${logo ? shown : shown || name}</span
>`;

/** @param {Shown} look @param {"light" | "dark"} theme */
const portal = (look, theme) => html`<figure>
  <figcaption class="meta">${text(theme === "light" ? "by_day" : "by_night")}</figcaption>
  <div class="in-brand brand-${theme}">
    <div class="brand-top">${sign(look)}</div>
    <div class="brand-menu"><b>${text("preview_overview")}</b><span>${text("preview_invoices")}</span></div>
    <div class="brand-page">
      <p class="brand-stand">${text("preview_stand")}</p>
      <span class="btn btn-go">${text("preview_pay")}</span>
      <p class="brand-card"><span>SN-2026-0412<span class="sub">${text("preview_due")}</span></span>
        <b class="amt">${text("preview_amount")}</b></p>
    </div>
  </div>
</figure>`;

/** @param {Shown} look */
const mail = (look) => html`<figure>
  <figcaption class="meta">${text("in_mail")}</figcaption>
  <div class="in-brand brand-light brand-mail">
    <div class="brand-line">${sign(look)}</div>
    <p>${text(look.address === "je" ? "preview_mail_je" : "preview_mail_u")}</p>
    <span class="btn btn-go">${text("preview_sign_in")}</span>
    <p class="meta">${look.name}</p>
  </div>
</figure>`;

/**
 * What the contrast of a colour comes to, and the way out where it is too low.
 * @param {import("../types.js").Judgement | null} judgement null while it is worked out
 * @param {(color: string) => void} take
 */
export function contrast(judgement, take) {
  if (!judgement) return html`<p class="meta" role="status">${text("contrast_asking")}</p>`;
  const { nearest, checks } = judgement;
  const [day, night] = ["light", "dark"].map((theme) =>
    Math.min(...checks.filter((each) => each.theme === theme && each.needed > 4).map((each) => each.ratio)),
  );
  const slots = { day: ratio(day), night: ratio(night), needed: ratio(4.5) };
  if (!nearest) return html`<p class="meta" role="status">${text("contrast_good", slots)}</p>`;
  return html`<div class="brand-low" role="status">
    <p class="field-error">${text("contrast_low", slots)}</p>
    <button class="btn" type="button" @click=${() => take(nearest)}>
      ${swatch(nearest)} ${text("contrast_take", { color: nearest })}
    </button>
  </div>`;
}

/** @param {string} color */
const swatch = (color) => html`<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
  <rect width="16" height="16" rx="3" fill=${color} />
</svg>`;

/** @param {number} value */
const ratio = (value) => (Number.isFinite(value) ? value.toFixed(1) : "–");

