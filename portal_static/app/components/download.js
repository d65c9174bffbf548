/** A file that may have to be fetched before it can be downloaded, for portal and desk alike. */

import { get, Problem } from "../api.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

const LONGEST_MS = 28_000; // as long as the function that asks the provider may take
const SLOW_MS = 1_000;

/**
 * @typedef {object} Words
 * @property {string} name on the button
 * @property {string} label for who hears it: of which file
 * @property {string} slow while it is fetched
 * @property {string} again on the button, after it failed
 * @property {(problem: Problem) => string} refused
 * @property {(day: string) => string} older what came is of that day
 */

/** <balie-download path="/api/…" look="class of the button" .words=${words}></balie-download> */
class Download extends HTMLElement {
  #leaving = new AbortController();
  #busy = false;
  #failed = false;
  #said = "";
  /** @type {Words | null} */
  #words = null;

  /** @param {Words} words */
  set words(words) {
    this.#words = words;
    this.#draw();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#leaving = new AbortController();
  }

  async #start() {
    const words = this.#words;
    if (this.#busy || !words) return;
    this.#become({ busy: true });
    const slow = setTimeout(() => this.#become({ busy: true, said: words.slow }), SLOW_MS);
    try {
      const path = this.getAttribute("path") ?? "";
      const found = await get(path, this.#leaving.signal, LONGEST_MS);
      this.#become({ said: found.is_current ? "" : words.older(found.kept_date) });
      location.assign(found.url);
    } catch (error) {
      const problem = error instanceof Problem ? error : null;
      this.#become(problem ? { failed: true, said: words.refused(problem) } : {});
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {{ busy?: boolean, failed?: boolean, said?: string }} state */
  #become({ busy = false, failed = false, said = "" }) {
    this.#busy = busy;
    this.#failed = failed;
    this.#said = said;
    this.#draw();
  }

  #draw() {
    const words = this.#words;
    if (!words) return;
    const said = this.#said;
    render(
      html`<button class=${this.getAttribute("look") ?? "btn"} type="button"
          aria-label=${this.#failed ? nothing : words.label} aria-busy=${this.#busy}
          @click=${() => this.#start()}>${this.#failed ? words.again : words.name}</button>
        <span class="meta" role="status">${this.#failed ? "" : said}</span>
        ${this.#failed ? html`<span class="field-error" role="alert">${said}</span>` : nothing}`,
      this,
    );
  }
}

customElements.define("balie-download", Download);
