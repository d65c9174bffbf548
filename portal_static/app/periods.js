/** The periods that a statement is asked for; days are strings "2026-11-22". */

/** @typedef {{ first: string, last: string }} Period */
/** @typedef {"this_year" | "last_year" | "quarter" | "last_quarter" | "free"} Choice */

/** @type {Exclude<Choice, "free">[]} */
export const CHOICES = ["this_year", "last_year", "quarter", "last_quarter"];

/**
 * @param {Choice} choice
 * @param {string} today
 * @returns {Period}
 */
export function period(choice, today) {
  const year = Number(today.slice(0, 4));
  const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3);
  if (choice === "last_year") return { first: `${year - 1}-01-01`, last: `${year - 1}-12-31` };
  if (choice === "quarter") return { first: quarterOf(year, quarter).first, last: today };
  if (choice === "last_quarter") return quarter ? quarterOf(year, quarter - 1) : quarterOf(year - 1, 3);
  return { first: `${year}-01-01`, last: today };
}

/**
 * @param {number} year
 * @param {number} quarter from 0
 * @returns {Period}
 */
function quarterOf(year, quarter) {
  const begins = String(quarter * 3 + 1).padStart(2, "0");
  const end = new Date(Date.UTC(year, quarter * 3 + 3, 0)).toISOString().slice(0, 10);
  return { first: `${year}-${begins}-01`, last: end };
}

/**
 * The choice that gives this period; "free" when none does.
 * @param {Period} wanted
 * @param {string} today
 * @returns {Choice}
 */
export function choiceOf(wanted, today) {
  const same = (/** @type {Period} */ one) => one.first === wanted.first && one.last === wanted.last;
  return CHOICES.find((choice) => same(period(choice, today))) ?? "free";
}

/** @param {string | null} day */
export const isDay = (day) => /^\d{4}-\d\d-\d\d$/.test(day ?? "") && !Number.isNaN(Date.parse(String(day)));
