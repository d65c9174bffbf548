/* The brand and the firm's name before anything is drawn: what the last visit left in this
   browser, replaced when the server has answered (event "balie:tenant"). A classic script, so
   that the parser waits for it and the page never flashes in another firm's colours. */
"use strict";

(() => {
  const root = document.documentElement;

  /** @param {string} key */
  const remembered = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };

  const COLOR = /^#[0-9a-f]{6}$/i;

  /** @param {any} tenant */
  const paint = (tenant) => {
    const brand = tenant?.brand;
    if (!brand) return;
    if (COLOR.test(brand.color)) root.style.setProperty("--brand", brand.color);
    if (COLOR.test(brand.on_color)) root.style.setProperty("--on-brand-day", brand.on_color);
    const radius = Math.min(Math.max(Number(brand.radius_px) || 0, 0), 20);
    root.style.setProperty("--radius", `${radius}px`);
  };

  let tenant = remembered("balie.tenant");
  paint(tenant);
  root.lang = remembered("balie.spoken") ?? root.lang;
  const outside = location.pathname === "/sign-in";
  root.classList.toggle("inside", !outside && remembered("balie.inside") === true);

  /** Shows a part of the firm's name and follows it when the server knows better. */
  class FirmText extends HTMLElement {
    #show = () => {
      this.textContent = this.text(tenant?.name ?? "");
    };

    /** @param {string} name */
    text(name) {
      return name;
    }

    connectedCallback() {
      this.#show();
      document.addEventListener("balie:tenant-shown", this.#show);
    }

    disconnectedCallback() {
      document.removeEventListener("balie:tenant-shown", this.#show);
    }
  }

  class FirmMark extends FirmText {
    /** @param {string} name */
    text(name) {
      this.setAttribute("aria-hidden", "true");
      return [...name.trim()][0]?.toUpperCase() ?? "";
    }
  }

  customElements.define("balie-firm-name", class extends FirmText {});
  customElements.define("balie-firm-mark", FirmMark);

  document.addEventListener("balie:tenant", (event) => {
    tenant = /** @type {CustomEvent} */ (event).detail;
    paint(tenant);
    document.dispatchEvent(new Event("balie:tenant-shown"));
  });
})();
