/** An e-mail address, which breaks before its host where it has to. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @param {string} address */
export function email(address) {
  const [name, ...host] = address.split("@");
  return html`${name}${host.length ? html`<wbr />@${host.join("@")}` : nothing}`;
}
