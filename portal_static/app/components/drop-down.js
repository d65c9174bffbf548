/** Closes its details as menus do: with Escape, when pointer or focus goes elsewhere, by a choice. */

class DropDown extends HTMLElement {
  #leaving = new AbortController();

  get #details() {
    return this.querySelector("details");
  }

  #close() {
    if (this.#details) this.#details.open = false;
  }

  /** @param {Event} event */
  #outside = (event) => {
    if (event.target instanceof Node && !this.contains(event.target)) this.#close();
  };

  /** @param {Event} event */
  #chosen = (event) => {
    if (event.target instanceof Element && event.target.closest("a")) this.#close();
  };

  /** @param {KeyboardEvent} event */
  #escape = (event) => {
    if (event.key !== "Escape" || !this.#details?.open) return;
    this.#close();
    this.querySelector("summary")?.focus();
  };

  connectedCallback() {
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    document.addEventListener("pointerdown", this.#outside, { signal });
    document.addEventListener("focusin", this.#outside, { signal });
    this.addEventListener("click", this.#chosen, { signal });
    this.addEventListener("keydown", this.#escape, { signal });
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }
}

customElements.define("balie-drop-down", DropDown);
