/** Find anything: Ctrl-K, type, go down, Enter. */

import { get, Problem } from "../../app/api.js";
import { invoiceStatus } from "./invoices.js";
import { amount, day } from "../figures.js";
import { text } from "../i18n.js";
import { navigate } from "../router.js";
import { allowed } from "../session.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

const TYPING_MS = 150;
const SHORTEST = 2;

/** @typedef {{ to: string, name: unknown, about: unknown }} Hit */

/** Whenever somebody is inside. */
export function listenForFind() {
  addEventListener("keydown", (event) => {
    const wanted = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!wanted || document.querySelector("dialog[open]") || !allowed("see_customers")) return;
    event.preventDefault();
    openFind();
  });
}

export function openFind() {
  const dialog = document.createElement("dialog");
  dialog.className = "find";
  dialog.setAttribute("aria-label", text("find"));
  let typed = "";
  /** @type {any} */
  let found = null;
  let problem = false;
  let at = 0;
  let typing = 0;
  let asked = 0;

  async function look() {
    const mine = ++asked;
    problem = false;
    if (typed.trim().length < SHORTEST) found = null;
    else {
      try {
        const answer = await get(`/desk/find?${new URLSearchParams({ q: typed })}`);
        if (mine !== asked) return;
        found = answer;
      } catch (failure) {
        if (!(failure instanceof Problem) || mine !== asked) return;
        [found, problem] = [null, true];
      }
    }
    at = 0;
    draw();
  }

  /** @param {Event} event */
  function type(event) {
    typed = /** @type {HTMLInputElement} */ (event.target).value;
    clearTimeout(typing);
    typing = setTimeout(look, TYPING_MS);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const all = hits();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && all.length) at = (at + by + all.length) % all.length;
    else if (event.key === "Enter" && all[at]) go(all[at].to);
    else return;
    event.preventDefault();
    draw();
    dialog.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} to */
  function go(to) {
    dialog.close();
    navigate(to);
  }

  const hits = () => groups().flatMap(({ hits: own }) => own);

  function groups() {
    if (!found) return [];
    const { customers, invoices, payments } = found;
    return [
      { name: text("customers"), hits: customers.map(customerHit) },
      { name: text("invoices"), hits: invoices.map(invoiceHit) },
      { name: text("payments"), hits: payments.map(paymentHit) },
    ].filter(({ hits: own }) => own.length);
  }

  function draw() {
    const all = hits();
    render(
      html`<input class="input" type="text" role="combobox" aria-label=${text("find_label")}
          placeholder=${text("find_label")} aria-expanded=${all.length > 0} aria-controls="hits" autofocus
          aria-activedescendant=${all.length ? `hit-${at}` : nothing} autocomplete="off" spellcheck="false"
          maxlength="254" @input=${type} @keydown=${press} />
        <div id="hits" role="listbox" aria-label=${text("find")}>${groups().map((each) => group(each, all))}</div>
        <p class="meta" role="status">${told(all.length)}</p>`,
      dialog,
    );
  }

  /** @param {number} n */
  function told(n) {
    if (problem) return text("failed_again");
    if (!found) return text("find_hint");
    return n ? text("find_found", { n }) : text("find_none");
  }

  /** @param {{ name: string, hits: Hit[] }} each @param {Hit[]} all */
  const group = ({ name, hits: own }, all) => html`<div role="group" aria-label=${name}>
    <p class="places-group" aria-hidden="true">${name}</p>
    ${own.map((hit) => {
      const place = all.findIndex(({ to }) => to === hit.to);
      return html`<a role="option" id="hit-${place}" aria-selected=${place === at} tabindex="-1" href=${hit.to}
        @click=${() => dialog.close()}><span>${hit.name}</span><span class="mute">${hit.about}</span></a>`;
    })}
  </div>`;

  draw();
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {any} of @returns {Hit} */
const customerHit = ({ id, name, email, through }) => ({
  to: `/customers/${id}`,
  name,
  about: through ? text("includes_name", { name: through }) : (email ?? ""),
});

/** @param {any} of @returns {Hit} */
const invoiceHit = ({ customer, invoice }) => ({
  to: `/customers/${customer.id}/invoices/${invoice.id}`,
  name: html`${invoice.number} ${amount(invoice.total)}`,
  about: html`${customer.name}, ${invoiceStatus(invoice)}`,
});

/** @param {any} of @returns {Hit} */
const paymentHit = ({ customer, payment }) => ({
  to: `/customers/${customer.id}?part=payments&of=${payment.id}`,
  name: html`${amount(payment.amount)} ${day(payment.date)}`,
  about: customer.name,
});
