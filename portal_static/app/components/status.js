/** A status as a word with a shape of its own; colour only repeats what these say. */

import { html, svg } from "../../vendor/lit-html/lit-html.js";

/** @typedef {keyof typeof SHAPES} Shape */

const ring = svg`<circle cx="8" cy="8" r="6.4" />`;

const SHAPES = {
  open: ring,
  partly: svg`${ring}<path class="solid" d="M8 1.6a6.4 6.4 0 0 1 0 12.8z" />`,
  clock: svg`${ring}<path d="M8 4.4V8l2.6 1.8" />`,
  late: svg`<path class="solid" d="M8 .8 15.8 15H.2z" /><path class="cut" d="M8 5.6v4.6M8 12.2v.6" />`,
  good: svg`<circle class="solid" cx="8" cy="8" r="7.3" /><path class="cut" d="m4.7 8.2 2.3 2.3 4.3-4.7" />`,
  dash: svg`${ring}<path d="M4.8 8h6.4" />`,
  struck: svg`${ring}<path d="m3.6 12.4 8.8-8.8" />`,
  failed: svg`<path class="solid" d="M4.9.6h6.2l4.3 4.3v6.2l-4.3 4.3H4.9L.6 11.1V4.9z" /><path class="cut" d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" />`,
  wait: svg`<circle class="solid" cx="8" cy="8" r="8" /><path class="cut" d="M8 4v4.6M8 11.4v.6" />`,
  diamond: svg`<path class="solid" d="m8 0 8 8-8 8-8-8z" /><path class="cut" d="M8 4.4v4.2M8 10.9v.6" />`,
  back: svg`<path d="M6 2 2.4 5.6 6 9.2M3 5.6h6.5a4 4 0 0 1 0 8H5" />`,
};

/**
 * @param {Shape} shape
 * @param {unknown} words
 * @param {"" | "late" | "wait" | "good"} [tone]
 */
export function status(shape, words, tone = "") {
  return html`<span class="st ${tone}"
    ><svg viewBox="0 0 16 16" aria-hidden="true">${SHAPES[shape]}</svg><span>${words}</span></span
  >`;
}
