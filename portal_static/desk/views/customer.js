/** One customer: who it is, how things stand, and all that happened, a part at a time. */

import { get } from "../../app/api.js";
import { email } from "../../app/components/email.js";
import { asking, paging } from "../asking.js";
import { happenings } from "../components/happenings.js";
import { invoiceTable, paymentTable } from "../components/invoices.js";
import { looking } from "../components/looking.js";
import { members, mergeButton } from "../components/members.js";
import { head } from "../components/states.js";
import { statementPart } from "../components/statement.js";
import { standing } from "../figures.js";
import { text } from "../i18n.js";
import { navigate } from "../router.js";
import { allowed } from "../session.js";
import { agreements } from "../components/agreements.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Customer} Customer */

const PARTS = /** @type {const} */ (["invoices", "payments", "statement", "agreements", "activity"]);

/**
 * @param {{ id: string, part: string, signal: AbortSignal, draw: () => void, moved: () => void }} of
 *   moved: when customers were merged or split
 */
export function customerPart({ id, part, signal, draw, moved }) {
  const own = `/desk/customers/${id}`;
  const shown = PARTS.find((each) => each === part) ?? "invoices";
  /** @type {ReturnType<typeof asking<Customer>>} */
  const profile = asking(read, draw, 6);
  const content = contents(shown);
  const look = looking({ id, draw });

  /** One that was merged into another has its page there. */
  async function read() {
    const found = await get(own, signal);
    if (found.id !== id) navigate(`/customers/${found.id}${location.search}`, { replace: true });
    return found;
  }

  /** @param {typeof PARTS[number]} which */
  function contents(which) {
    if (which === "statement") return statementPart({ own, signal, draw });
    if (which === "agreements") return agreements({ own, signal, draw });
    if (which === "activity") {
      const list = paging((cursor) => page("activity", "events", cursor), draw);
      return { load: list.load, draw: () => list.shown((found) => happenings(found), none) };
    }
    const table = which === "payments" ? paymentTable : invoiceTable.bind(null, id);
    const list = paging((cursor) => page(which, which, cursor), draw);
    return { load: list.load, draw: () => list.shown(table, none) };
  }

  /** @param {string} path @param {string} name @param {string} cursor */
  async function page(path, name, cursor) {
    const answer = await get(`${own}/${path}?${new URLSearchParams({ cursor })}`, signal);
    return { items: answer[name], next: answer.next_cursor };
  }

  const none = () => html`<p class="mute">${text(`none_${shown}`)}</p>`;

  function load() {
    profile.load();
    content.load();
  }

  function changed() {
    load();
    moved();
  }

  function drawn() {
    if (profile.state.problem?.status === 404) {
      return head(text("customer_gone"), text("customer_gone_text"));
    }
    return html`${profile.shown(page_)} ${profile.state.found ? parts() : nothing}`;
  }

  /** Below who it is, once that is known: what comes later must not push them down. */
  const parts = () => html`<nav class="tabs" aria-label=${text("parts")}>
      ${PARTS.map(
        (each) => html`<a href="/customers/${id}?part=${each}"
          aria-current=${each === shown ? "page" : nothing}>${text(each)}</a>`,
      )}
    </nav>
    <section class="tab-content" aria-label=${text(shown)}>${content.draw()}</section>`;

  /** @param {Customer} customer */
  const actions = (customer) => html`<div class="flow">
    ${allowed("view_as_customer") && !customer.deleted ? look() : nothing}
    ${mergeButton(customer, changed)}
  </div>`;

  /** @param {Customer} customer */
  const page_ = (customer) => html`${head(customer.name || customer.id, standing(customer.balances), actions(customer))}
    ${customer.deleted ? html`<p class="notice">${text("deleted_there_text")}</p>` : nothing}
    ${facts(customer, changed)}`;

  return {
    load,
    draw: drawn,
    title: () => /** @type {Customer | null} */ (profile.state.found)?.name ?? text("customer"),
  };
}

/** @param {Customer} customer @param {() => void} changed */
const facts = (customer, changed) => html`<dl class="facts">
  ${fact(text("email"), customer.email && email(customer.email))} ${fact(text("phone"), customer.phone)}
  ${fact(text("address"), addressOf(customer))}
  ${customer.tax_ids.map(({ type, value }) => fact(taxName(type), value))}
  <dt>${text("contacts")}</dt>
  <dd>
    ${customer.contacts.length
      ? customer.contacts.map(
          ({ name, email: to }) => html`<span class="line">${name === to ? "" : name} <span class="mute">${email(to)}</span></span>`,
        )
      : html`<span class="mute">${text("no_contacts")}</span>`}
  </dd>
  <dt>${text("comes_from")}</dt>
  <dd>
    <a href=${customer.source.url} target="_blank" rel="noreferrer"
      >${customer.source.account_name || "Stripe"}<span class="unseen"> ${text("new_window")}</span></a>
    <span class="mute">${customer.source.ref}</span>
  </dd>
  ${members(customer, changed)}
</dl>`;

/** @param {string} name @param {unknown} value */
const fact = (name, value) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing);

/** @param {string} type the provider's word */
const taxName = (type) => (type === "eu_vat" ? text("vat_id") : type.replaceAll("_", " "));

/** @param {Customer} customer */
function addressOf({ address }) {
  if (!address) return null;
  const { line1, line2, postal_code: code, city, state, country } = address;
  const place = [code, city].filter(Boolean).join(" ");
  return [line1, line2, place, state, country].filter(Boolean).join(", ") || null;
}
