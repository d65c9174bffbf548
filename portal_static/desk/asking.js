/** What a part of a page asks for: drawn while it waits, when it failed, and once it is there. */

import { Problem } from "../app/api.js";
import { failed, waiting } from "./components/states.js";
import { text } from "./i18n.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/**
 * @template T
 * @param {() => Promise<T>} ask
 * @param {() => void} draw
 * @param {number} [rows] of the skeleton
 */
export function asking(ask, draw, rows = 4) {
  /** @type {{ found: T | null, problem: Problem | null }} */
  const state = { found: null, problem: null };

  async function load() {
    state.problem = null;
    draw();
    try {
      state.found = await ask();
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      state.problem = failure;
    }
    draw();
  }

  /** @param {(found: T) => unknown} template */
  function shown(template) {
    if (state.problem) return failed(state.problem, load);
    return state.found === null ? waiting(rows) : template(state.found);
  }

  return { state, load, shown };
}

/**
 * A list that is read a page at a time.
 * @template T
 * @param {(cursor: string) => Promise<{ items: T[], next: string | null }>} ask
 * @param {() => void} draw
 * @param {number} [rows]
 */
export function paging(ask, draw, rows = 6) {
  /** @type {T[]} */
  let items = [];
  /** @type {string | null} */
  let next = null;
  let busy = false;
  const first = asking(() => page(""), draw, rows);

  /** @param {string} cursor */
  async function page(cursor) {
    const answer = await ask(cursor);
    items = cursor ? [...items, ...answer.items] : answer.items;
    next = answer.next;
    return true;
  }

  async function more() {
    if (busy || next === null) return;
    busy = true;
    draw();
    try {
      await page(next);
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      first.state.problem = failure;
    }
    busy = false;
    draw();
  }

  /** @param {(items: T[]) => unknown} template @param {() => unknown} empty */
  const shown = (template, empty) =>
    first.shown(() => html`${items.length ? template(items) : empty()} ${button()}`);

  const button = () =>
    next === null
      ? nothing
      : html`<p><button class="btn" type="button" aria-busy=${busy} @click=${more}>
          ${text(items.length ? "more" : "look_further")}
        </button></p>`;

  return { load: first.load, shown, problem: () => first.state.problem, count: () => items.length };
}

/** @param {string} title @param {unknown} words @param {unknown} [way] */
export const blank = (title, words, way = nothing) =>
  html`<div class="blank"><h2>${title}</h2><p class="mute">${words}</p>${way}</div>`;
