/** Moments as people say them: how long ago, and exactly on hover. */

import { locale, text } from "./i18n.js";
import { html } from "../vendor/lit-html/lit-html.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {string} instant ISO 8601 */
export function exact(instant) {
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "short" });
  return format.format(new Date(instant));
}

/** "2 hours ago", "in 3 hours"; the day when it is over a week away. @param {string} instant */
export function ago(instant, now = Date.now()) {
  const passed = new Date(instant).getTime() - now;
  const size = Math.abs(passed);
  if (size < MINUTE) return text("just_now");
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (size < HOUR) return format.format(Math.round(passed / MINUTE), "minute");
  if (size < DAY) return format.format(Math.round(passed / HOUR), "hour");
  if (size < 7 * DAY) return format.format(Math.round(passed / DAY), "day");
  const options = /** @type {const} */ ({ day: "numeric", month: "short", year: "numeric" });
  return new Intl.DateTimeFormat(locale(), options).format(new Date(instant));
}

/** @param {string} instant */
export const when = (instant) =>
  html`<time datetime=${instant} title=${exact(instant)}>${ago(instant)}</time>`;
