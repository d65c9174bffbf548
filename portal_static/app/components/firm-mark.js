/** The firm's logo and name in the header: what the last visit left here, until the server answers. */

import { recall } from "../storage.js";

const PICTURE = /^[0-9a-f]{32}\.(png|jpeg|webp)$/;

let tenant = recall("balie.tenant");

/** Shows what stands beside the logo, and follows it when the server knows better. */
class FirmName extends HTMLElement {
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
class FirmMark extends FirmName {
  /** @param {string} name */
  show(name) {
    this.setAttribute("aria-hidden", "true");
    this.textContent = [...name.trim()][0]?.toUpperCase() ?? "";
  }
}

customElements.define("balie-firm-name", FirmName);
customElements.define("balie-firm-mark", FirmMark);

document.addEventListener("balie:tenant", (event) => {
  tenant = /** @type {CustomEvent} */ (event).detail;
  const icon = document.querySelector("link[rel=icon]");
  const file = tenant.favicon?.file;
  if (PICTURE.test(file)) icon?.setAttribute("href", `/branding/${file}`);
  document.dispatchEvent(new Event("balie:tenant-shown"));
});
