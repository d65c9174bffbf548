/** The log: what happened, filtered by its address. */

import { get } from "../../app/api.js";
import { asking, blank, paging } from "../asking.js";
import { happenings } from "../components/happenings.js";
import { head } from "../components/states.js";
import { dateField } from "../components/statement.js";
import { KINDS } from "../events.js";
import { text } from "../i18n.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

const FIELDS = ["first", "last", "what", "actor", "object_id"];
/** @type {[string, import("../i18n.js").Key][]} */
const OTHERS = [
  ["user:", "actor_users"],
  ["contact:", "actor_contacts"],
  ["provider:", "actor_provider"],
  ["operator:", "actor_operator"],
];

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, signal }) {
  const query = new URLSearchParams(location.search);
  const asked = Object.fromEntries(FIELDS.map((name) => [name, query.get(name) ?? ""]));
  const team = asking(() => get("/desk/users", signal), draw, 1);
  const list = paging(read, draw, 10);

  /** @param {string} cursor */
  async function read(cursor) {
    const { events, next_cursor: next } = await get(`/desk/activity?${filled({ cursor })}`, signal);
    return { items: events, next };
  }

  /** @param {Record<string, string>} [more] */
  function filled(more = {}) {
    const named = Object.entries({ ...asked, ...more }).filter(([, value]) => value);
    return new URLSearchParams(named);
  }

  /** @param {Event} event */
  function change(event) {
    const form = /** @type {HTMLFormElement} */ (/** @type {HTMLElement} */ (event.target).closest("form"));
    Object.assign(asked, Object.fromEntries(new FormData(form)));
    history.replaceState(null, "", `/activity?${filled()}`);
    list.load();
  }

  function draw() {
    render(
      html`${head(text("activity"), text("activity_stand"))} ${filters()}
        ${list.shown((found) => happenings(found, { linked: true }), empty)}`,
      host,
    );
  }

  const empty = () => blank(text("activity_empty"), text("activity_empty_text"));

  function filters() {
    const users = /** @type {any} */ (team.state.found)?.users ?? [];
    const people = users.map((/** @type {any} */ user) => [`user:${user.id}`, user.name]);
    const others = OTHERS.map(([value, key]) => [value, text(key)]);
    const kinds = KINDS.map(([value, key]) => [value, text(key)]);
    return html`<form class="filters" @change=${change} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
      ${dateField("first", text("from"), asked.first)} ${dateField("last", text("to_day"), asked.last)}
      ${choice("what", text("what"), kinds, asked.what)}
      ${choice("actor", text("who"), [...others, ...people], asked.actor)}
      <label class="inline"><span>${text("object")}</span>
        <input class="input" name="object_id" .value=${asked.object_id} placeholder="inv_…"
          pattern="[A-Za-z0-9_]*" maxlength="80" autocomplete="off" /></label>
    </form>`;
  }

  team.load();
  list.load();
  return { title: () => text("activity"), draw };
}

/** @param {string} name @param {string} label @param {string[][]} options @param {string} chosen */
const choice = (name, label, options, chosen) => html`<label class="inline"><span>${label}</span>
  <select class="input" name=${name}>
    <option value="">${text("all")}</option>
    ${options.map(
      ([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`,
    )}
  </select></label>`;
