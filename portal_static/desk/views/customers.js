/** Customers: the list, filtered by its address, and beside it the one that is chosen. */

import { get } from "../../app/api.js";
import { email } from "../../app/components/email.js";
import { asking, blank, paging } from "../asking.js";
import { column, numbers } from "../components/invoices.js";
import { head } from "../components/states.js";
import { amount, day, isSome, money } from "../figures.js";
import { text } from "../i18n.js";
import { customerPart } from "./customer.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Listed} Listed */
/** @typedef {import("../types.js").Sum} Sum */

const FILTERS = /** @type {const} */ (["", "overdue", "open", "credit"]);
const TYPING_MS = 250;

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, id, signal }) {
  const query = new URLSearchParams(location.search);
  let search = query.get("q") ?? "";
  const show = FILTERS.find((each) => each === query.get("show")) ?? "";
  const sums = asking(() => get("/desk/customers/sums", signal), draw, 1);
  const list = paging(read, draw, 8);
  const part = query.get("part") ?? "";
  const chosen = id ? customerPart({ id, part, signal, draw, moved: list.load }) : null;
  let typing = 0;

  /** @param {string} cursor */
  async function read(cursor) {
    const asked = new URLSearchParams({ q: search, cursor, limit: "25" });
    if (show) asked.set("show", show);
    const { customers, next_cursor: next } = await get(`/desk/customers?${asked}`, signal);
    return { items: /** @type {Listed[]} */ (customers), next };
  }

  /** @param {InputEvent} event */
  function type(event) {
    search = /** @type {HTMLInputElement} */ (event.target).value;
    clearTimeout(typing);
    typing = setTimeout(() => {
      history.replaceState(null, "", address({ q: search }));
      list.load();
    }, TYPING_MS);
  }

  /** The list as it is, with something changed. @param {{ q?: string, show?: string, to?: string }} change */
  function address({ q = search, show: shown = show, to = id }) {
    const kept = new URLSearchParams();
    if (q) kept.set("q", q);
    if (shown) kept.set("show", shown);
    return `/customers${to ? `/${to}` : ""}${kept.size ? `?${kept}` : ""}`;
  }

  function draw() {
    render(
      html`${id ? nothing : head(text("customers"), stand())}
        <div class=${id ? "beside-list" : ""}>
          <div class=${id ? "list-beside" : "stack-l"}>
            ${filters()} ${list.shown(table, empty)}
          </div>
          ${chosen ? html`<div class="detail">${back()}${chosen.draw()}</div>` : nothing}
        </div>`,
      host,
    );
  }

  const back = () =>
    html`<p class="back"><a href=${address({ to: "" })}>${text("customers")}</a></p>`;

  function stand() {
    const found = /** @type {{ sums: Sum[] } | null} */ (sums.state.found);
    if (!found) return text(sums.state.problem ? "customers_stand" : "loading");
    const told = found.sums.filter(({ open }) => isSome(open)).map(sumSentence);
    return told.length ? told.join(" ") : text("customers_nothing_open");
  }

  function filters() {
    return html`<form class="filters" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
      <label class="unseen" for="search">${text("search_customers")}</label>
      <input class="input" id="search" type="search" .value=${search} @input=${type}
        placeholder=${text("search_customers_hint")} maxlength="254" autocomplete="off" />
      <nav class="chips" aria-label=${text("filter")}>
        ${FILTERS.map(
          (each) => html`<a href=${address({ show: each })}
            aria-current=${each === show ? "true" : nothing}>${text(`filter_${each || "all"}`)}</a>`,
        )}
      </nav>
    </form>`;
  }

  /** @param {Listed[]} customers */
  const table = (customers) => html`<table class="rows figures" role="table" @keydown=${step}>
    <caption class="unseen">${text("customers")}</caption>
    <thead role="rowgroup">
      <tr role="row">
        ${column(text("customer"))} ${numbers(text("still_open"))}
        ${id ? nothing : html`${numbers(text("overdue"))} ${numbers(text("credit"))}`}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${customers.map(row)}
    </tbody>
  </table>`;

  /** @param {Listed} customer */
  function row({ id: own, name, email: to, deleted, through, balances }) {
    const late = balances.find(({ overdue_since: since }) => since);
    return html`<tr role="row" class=${own === id ? "chosen" : ""}>
      <th role="rowheader" scope="row">
        <a href=${address({ to: own })} aria-current=${own === id ? "true" : nothing}>${name || own}</a>
        <span class="sub">${deleted ? text("deleted_there") : (to ? email(to) : text("no_email"))}</span>
        ${through ? html`<span class="sub">${text("includes_name", { name: through })}</span>` : nothing}
      </th>
      <td role="cell" class="number">
        ${amounts(balances, "open")}
        ${late && id ? html`<span class="sub st late">${text("late_since")} ${day(late.overdue_since)}</span>` : nothing}
      </td>
      ${id
        ? nothing
        : html`<td role="cell" class="number less">
              ${amounts(balances, "overdue")}
              ${late ? html`<span class="sub">${text("since")} ${day(late.overdue_since)}</span>` : nothing}
            </td>
            <td role="cell" class="number less">${amounts(balances, "credit")}</td>`}
    </tr>`;
  }

  function empty() {
    if (search) return blank(text("nobody_found"), text("nobody_found_text"));
    if (show) return blank(text(`nobody_${show}`), text("nobody_filtered_text"), all());
    return blank(text("no_customers"), text("no_customers_text"));
  }

  const all = () => html`<p><a href=${address({ show: "" })}>${text("show_all")}</a></p>`;

  list.load();
  if (!id) sums.load();
  chosen?.load();
  signal.addEventListener("abort", () => clearTimeout(typing));
  return { title: () => chosen?.title() ?? text("customers"), draw };
}

/** Up and down along the names. @param {KeyboardEvent} event */
function step(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const table = /** @type {HTMLElement} */ (event.currentTarget);
  const names = /** @type {HTMLElement[]} */ ([...table.querySelectorAll("tbody th a")]);
  const now = names.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (!by || now < 0) return;
  event.preventDefault();
  names[now + by]?.focus();
}

/** @param {import("../types.js").Standing[]} balances @param {"open" | "overdue" | "credit"} which */
const amounts = (balances, which) =>
  balances
    .filter((balance) => isSome(balance[which]))
    .map((balance) => html`<span class="line">${amount(balance[which])}</span>`);

/** @param {Sum} sum */
function sumSentence({ open, overdue, late }) {
  const owed = text("sum_open", { amount: money(open) });
  if (!isSome(overdue)) return `${owed}.`;
  const how = overdue.value === open.value ? "sum_all_overdue" : "sum_overdue";
  return `${owed}, ${text(how, { amount: money(overdue), n: late })}.`;
}
