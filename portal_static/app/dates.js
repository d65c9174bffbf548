/** Calendar days as people say them. A day is a string "2026-11-22" and has no time zone. */

import { locale, text } from "./i18n.js";

const DAY_MS = 86_400_000;

/** @param {string} day */
const at = (day) => new Date(`${day}T00:00:00Z`);

/**
 * @param {string} day
 * @param {Intl.DateTimeFormatOptions} options
 * @param {Intl.DateTimeFormatPartTypes[]} order
 */
function said(day, options, order) {
  const format = new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" });
  const parts = new Map(format.formatToParts(at(day)).map((part) => [part.type, part.value]));
  return order.map((type) => parts.get(type)).join("\u00a0");
}

/**
 * "Thu 26 Nov", with the year when it is another one.
 * @param {string} day
 * @param {string} today
 */
export function shortDay(day, today) {
  if (day.slice(0, 4) !== today.slice(0, 4)) return plainDay(day, today);
  return said(day, { weekday: "short", day: "numeric", month: "short" }, ["weekday", "day", "month"]);
}

/**
 * "26 Nov", with the year when it is another one.
 * @param {string} day
 * @param {string} today
 */
export function plainDay(day, today) {
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  const options = { day: "numeric", month: "short", year: "numeric" };
  return said(
    day,
    /** @type {Intl.DateTimeFormatOptions} */ (options),
    sameYear ? ["day", "month"] : ["day", "month", "year"],
  );
}

/**
 * "3 November", with the year when it is another one.
 * @param {string} day
 * @param {string} today
 */
export function spokenDay(day, today) {
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return said(
    day,
    { day: "numeric", month: "long", year: "numeric" },
    sameYear ? ["day", "month"] : ["day", "month", "year"],
  );
}

/**
 * "Tuesday 3 November 2026": the exact day.
 * @param {string} day
 */
export function exactDay(day) {
  return said(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" }, [
    "weekday",
    "day",
    "month",
    "year",
  ]).replaceAll("\u00a0", " ");
}

/**
 * "in 3 days", "tomorrow", "today"; null for the past and for what is over a month away.
 * @param {string} day
 * @param {string} today
 */
export function distance(day, today) {
  const days = Math.round((at(day).getTime() - at(today).getTime()) / DAY_MS);
  if (days < 0 || days > 31) return null;
  if (days === 0) return text("today");
  if (days === 1) return text("tomorrow");
  return text("in_days", { n: days });
}

/** The time of the clock now, "14:02". */
export const clock = () => time(new Date());

/** The time of the clock then, "14:32", where the reader is. @param {string} at */
export const timeOf = (at) => time(new Date(at));

/** @param {Date} at */
const time = (at) =>
  new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(at);
