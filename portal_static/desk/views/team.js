/** The team: who belongs to it, in which role, and inviting somebody. */

import { get, post, Problem } from "../../app/api.js";
import { ask } from "../components/dialog.js";
import { announce, failed, head, waiting } from "../components/states.js";
import { roleChoice, stateOf } from "../components/people.js";
import { language, text } from "../i18n.js";
import { surely } from "../passkeys.js";
import { allowed, currentCaller } from "../session.js";
import { when } from "../when.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").User} User */

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, signal }) {
  /** @type {User[] | null} */
  let users = null;
  /** @type {Problem | null} */
  let problem = null;

  const draw = () =>
    render(html`${head(text("team"), stand(users), action())} ${list()}`, host);

  async function load() {
    problem = null;
    draw();
    try {
      users = (await get("/desk/users", signal)).users;
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      problem = failure;
    }
    draw();
  }

  function list() {
    if (problem) return failed(problem, load);
    return users ? table(users) : waiting(4);
  }

  function action() {
    if (!allowed("manage_team")) return nothing;
    return html`<button class="btn btn-go" type="button" @click=${invite}>${text("invite")}</button>`;
  }

  function invite() {
    ask({
      title: text("invite_title"),
      body: invitation(),
      action: text("invite_send"),
      async answer({ email, name, role, language: spoken }) {
        await surely(() => post("/desk/users", { email, name, role, language: spoken }));
        announce(text("invited", { email }));
        await load();
      },
    });
  }

  load();
  return { title: () => text("team"), draw };
}

/** @param {User[] | null} users */
function stand(users) {
  if (!users) return text("loading");
  const active = users.filter(({ state }) => state === "active").length;
  const invited = users.length - active;
  const people = text("team_people", { n: active });
  if (!invited) return people;
  return `${people}, ${text("team_invited", { n: invited })}`;
}

/** @param {User[]} users */
function table(users) {
  return html`<table class="rows" role="table">
    <caption class="unseen">${text("team")}</caption>
    <thead role="rowgroup">
      <tr role="row">
        ${[text("person"), text("role"), text("state"), text("last_seen")].map(
          (name) => html`<th role="columnheader" scope="col">${name}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${users.map(row)}
    </tbody>
  </table>`;
}

/** @param {User} user */
function row(user) {
  const own = user.id === currentCaller()?.user.id;
  return html`<tr role="row">
    <th role="rowheader" scope="row">
      <a href="/settings/team/${user.id}">${user.name}</a>${own ? html` <span class="meta">${text("you")}</span>` : nothing}
      ${user.name === user.email ? nothing : html`<span class="sub">${user.email}</span>`}
    </th>
    <td role="cell">${text(`role_${user.role}`)}</td>
    <td role="cell">${stateOf(user)}</td>
    <td role="cell" class="mute">${user.last_seen_at ? when(user.last_seen_at) : text("never")}</td>
  </tr>`;
}

const invitation = () => html`<div class="field">
    <label for="email">${text("email")}</label>
    <input class="input" id="email" name="email" type="email" required maxlength="254" autocomplete="off" />
  </div>
  <div class="field">
    <label for="name">${text("name")}</label>
    <input class="input" id="name" name="name" required maxlength="80" autocomplete="off" />
  </div>
  ${roleChoice("viewer")}
  <div class="field">
    <label for="language">${text("mail_language")}</label>
    <select class="input" id="language" name="language">
      <option value="nl" ?selected=${language() === "nl"}>Nederlands</option>
      <option value="en" ?selected=${language() === "en"}>English</option>
    </select>
  </div>`;
