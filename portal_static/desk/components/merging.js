/** Merging two customers: search the other, see both side by side and what will happen, confirm. */

import { get, post, Problem } from "../../app/api.js";
import { announce, complaint, explain, failed, waiting } from "./states.js";
import { standing } from "../figures.js";
import { text } from "../i18n.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Customer} Customer */
/** @typedef {import("../types.js").Listed} Listed */

const TYPING_MS = 200;
const SHOWN = 8;

/**
 * @param {Customer} customer whose page it is
 * @param {(head: string) => void} done head: the id of the one that both are shown as
 */
export function openMerge(customer, done) {
  const dialog = document.createElement("dialog");
  dialog.className = "merge";
  let typed = "";
  let typing = 0;
  let asked = 0;
  /** @type {Listed[] | null} */
  let found = null;
  /** The head, then the member. @type {[Customer, Customer] | null} */
  let pair = null;
  /** @type {Problem | null} */
  let problem = null;
  let error = "";
  let busy = false;

  /** @param {() => Promise<void>} read the newest one counts */
  async function reading(read) {
    problem = null;
    draw();
    try {
      await read();
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      problem = failure;
    }
    draw();
  }

  const look = () =>
    reading(async () => {
      const mine = ++asked;
      const query = new URLSearchParams({ q: typed, limit: String(SHOWN + 1) });
      const { customers } = await get(`/desk/customers?${query}`);
      if (mine !== asked) return;
      const others = customers.filter((/** @type {Listed} */ { id }) => id !== customer.id);
      found = others.slice(0, SHOWN);
    });

  /** @param {Event} event */
  function type(event) {
    typed = /** @type {HTMLInputElement} */ (event.target).value;
    clearTimeout(typing);
    typing = setTimeout(look, TYPING_MS);
  }

  /** @param {string} id */
  const choose = (id) =>
    reading(async () => {
      pair = [customer, await get(`/desk/customers/${id}`)];
      if (customer.deleted && !pair[1].deleted) pair.reverse();
      draw();
      dialog.querySelector("h2")?.focus();
    });

  /** @param {[Customer, Customer] | null} now */
  function show(now) {
    [pair, error] = [now, ""];
    draw();
    dialog.querySelector("h2")?.focus();
  }

  /** @param {[Customer, Customer]} both */
  async function merge([head, member]) {
    if (busy) return;
    [busy, error] = [true, ""];
    draw();
    try {
      await post(`/desk/customers/${head.id}/members`, { customer_id: member.id });
      dialog.close();
      announce(text("merged_done", namesOf(head, member)));
      done(head.id);
    } catch (failure) {
      [busy, error] = [false, explain(failure)];
      draw();
    }
  }

  function draw() {
    render(pair ? compared(pair) : searched(), dialog);
  }

  const cancel = () => html`<button class="btn" type="button" @click=${() => dialog.close()}>
    ${text("cancel")}
  </button>`;

  const searched = () => html`<div class="form">
    <h2 tabindex="-1" id="merge">${text("merge_title", { name: nameOf(customer) })}</h2>
    <div class="field wide">
      <label for="merge-search">${text("merge_search")}</label>
      <input class="input" id="merge-search" type="search" autofocus autocomplete="off" maxlength="254"
        placeholder=${text("search_customers_hint")} .value=${typed} @input=${type} />
    </div>
    ${problem ? failed(problem, look) : results()}
    <div class="flow">${cancel()}</div>
  </div>`;

  function results() {
    if (!found) return waiting(4);
    const told = found.length ? text("merge_found", { n: found.length }) : text("merge_nobody");
    return html`<p class="unseen" role="status">${told}</p>
      ${found.length
        ? html`<ul class="items wide">${found.map(result)}</ul>`
        : html`<p class="mute">${told}</p>`}`;
  }

  /** @param {Listed} of */
  const result = (of) => html`<li class="merge-hit">
    <button type="button" @click=${() => choose(of.id)}>
      <b>${of.name || of.id}</b>
      <span class="sub">${of.deleted ? text("deleted_there") : (of.email ?? text("no_email"))}</span>
      <span class="sub">${standing(of.balances)}</span>
    </button>
  </li>`;

  /** @param {[Customer, Customer]} both */
  const compared = (both) => html`<div class="form">
    <h2 tabindex="-1" id="merge">${text("merge_compare")}</h2>
    <div class="merge-pair">${side(both[0], text("merge_head"))} ${side(both[1], text("merge_member"))}</div>
    <div class="flow">
      <button class="btn" type="button" @click=${() => show([both[1], both[0]])}>${text("merge_swap")}</button>
      <button class="btn" type="button" @click=${() => show(null)}>${text("merge_other")}</button>
    </div>
    ${consequences(both)} ${complaint(error)}
    <div class="flow">
      <button class="btn btn-go" type="button" aria-busy=${busy} @click=${() => merge(both)}>
        ${text("merge_action")}
      </button>
      ${cancel()}
    </div>
  </div>`;

  draw();
  look();
  dialog.setAttribute("aria-labelledby", "merge");
  dialog.addEventListener("close", () => {
    clearTimeout(typing);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Customer} of */
const nameOf = (of) => of.name || of.id;

/** @param {Customer} head @param {Customer} member */
const namesOf = (head, member) => ({ head: nameOf(head), member: nameOf(member) });

/** @param {Customer} of @param {string} part what becomes of it */
const side = (of, part) => html`<section class="merge-side" aria-label=${`${part}: ${nameOf(of)}`}>
  <p class="meta">${part}</p>
  <h3>${nameOf(of)}</h3>
  ${of.deleted ? html`<p class="sub">${text("deleted_there")}</p>` : nothing}
  <p>${of.email ?? html`<span class="mute">${text("no_email")}</span>`}</p>
  <p>${standing(of.balances)}</p>
  <p class="sub">${of.source.account_name} ${of.source.ref}</p>
  <p class="meta">${text("contacts")}</p>
  ${of.contacts.length
    ? html`<ul class="merge-people">${of.contacts.map(person)}</ul>`
    : html`<p class="mute">${text("no_contacts")}</p>`}
</section>`;

/** @param {import("../types.js").Contact} contact */
const person = ({ name, email }) =>
  html`<li>${name === email ? nothing : name} <span class="mute">${email}</span></li>`;

/** In words. @param {[Customer, Customer]} both */
function consequences([head, member]) {
  const emails = [...new Set([head, member].flatMap(acting))];
  return html`<section class="stack" aria-label=${text("merge_what_happens")}>
    <h3>${text("merge_what_happens")}</h3>
    <p>${text("merge_as_one", namesOf(head, member))}</p>
    ${emails.length
      ? html`<p>${text("merge_who_sees", { n: emails.length })} <b>${emails.join(", ")}</b>.
          ${text("merge_owners")}</p>`
      : html`<p>${text("merge_nobody_sees")}</p>`}
    <p>${text("merge_stays_apart")}</p>
  </section>`;
}

/** Who can sign in. @param {Customer} of */
const acting = ({ deleted, contacts }) =>
  deleted ? [] : contacts.map(({ email }) => email.toLowerCase());
