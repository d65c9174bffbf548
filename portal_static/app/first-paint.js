/* The firm's name before anything is drawn: what the last visit left in this browser, replaced when
   the server has answered (event "balie:tenant"). A classic script, so that the parser waits for it.
   Colours and logo need no script: they are the firm's own style sheet. */
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

  const PICTURE = /^[0-9a-f]{32}\.(png|jpeg|webp)$/;

  /** @param {any} tenant */
  const showIcon = (tenant) => {
    const file = tenant?.favicon?.file;
    const icon = document.querySelector("link[rel=icon]");
    if (icon && PICTURE.test(file)) icon.setAttribute("href", `/branding/${file}`);
  };

  let tenant = remembered("balie.tenant");
  showIcon(tenant);
  root.lang = remembered("balie.spoken") ?? root.lang;
  const outside = location.pathname === "/sign-in";
  root.classList.toggle("inside", !outside && remembered("balie.inside") === true);

  /** Shows what stands beside the logo, and follows it when the server knows better. */
  class FirmText extends HTMLElement {
    #show = () => {
      this.show(String(tenant?.name ?? ""), String(tenant?.header_text ?? tenant?.name ?? ""));
    };

    /**
     * Where the logo stands alone, the name is still read out.
     * @param {string} name
     * @param {string} shown
     */
    show(name, shown) {
      this.classList.toggle("unseen", shown === "");
      this.textContent = shown || name;
    }

    connectedCallback() {
      this.#show();
      document.addEventListener("balie:tenant-shown", this.#show);
    }

    disconnectedCallback() {
      document.removeEventListener("balie:tenant-shown", this.#show);
    }
  }

  /** The logo, which the style sheet shows; without one, the first letter. */
  class FirmMark extends FirmText {
    /** @param {string} name */
    show(name) {
      this.setAttribute("aria-hidden", "true");
      this.textContent = [...name.trim()][0]?.toUpperCase() ?? "";
    }
  }

  customElements.define("balie-firm-name", class extends FirmText {});
  customElements.define("balie-firm-mark", FirmMark);

  document.addEventListener("balie:tenant", (event) => {
    tenant = /** @type {CustomEvent} */ (event).detail;
    showIcon(tenant);
    document.dispatchEvent(new Event("balie:tenant-shown"));
  });
})();
