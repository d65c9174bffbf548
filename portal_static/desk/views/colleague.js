/** One colleague: role, access, and what happened to the account. */

import { get, post, Problem, put, remove } from "../../app/api.js";
import { acting } from "../acting.js";
import { ask } from "../components/dialog.js";
import { roleChoice, stateOf } from "../components/people.js";
import { announce, failed, head, waiting } from "../components/states.js";
import { text } from "../i18n.js";
import { surely } from "../passkeys.js";
import { navigate } from "../router.js";
import { allowed, currentCaller } from "../session.js";
import { exact, when } from "../when.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").User} User */
/** @typedef {import("../types.js").Activity} Activity */
/** @typedef {import("../i18n.js").Key} Key */

/** Events that have words, by their name. @type {Record<string, Key>} */
const EVENTS = {
  "user.added": "event_added",
  "user.invited": "event_invited",
  "user.link_made": "event_link_made",
  "user.set_up": "event_set_up",
  "user.described": "event_described",
  "user.signed_in": "event_signed_in",
  "user.signed_out": "event_signed_out",
  "user.stepped_up": "event_stepped_up",
  "user.session_revoked": "event_session_revoked",
  "user.sessions_ended": "event_sessions_ended",
  "user.role_changed": "event_role_changed",
  "user.recovery_started": "event_recovery_started",
  "user.recovery_cancelled": "event_recovery_cancelled",
  "user.recovery_finished": "event_recovery_finished",
  "user.recovered": "event_recovered",
  "user.recovered_by_operator": "event_recovered_by_operator",
  "passkey.added": "event_passkey_added",
  "passkey.renamed": "event_passkey_renamed",
  "passkey.removed": "event_passkey_removed",
  "passkey.count_went_back": "event_count_went_back",
};

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, id, signal }) {
  /** @type {User[]} */
  let team = [];
  /** @type {Activity[] | null} */
  let activity = null;
  /** @type {Problem | null} */
  let problem = null;

  const address = `/desk/users/${id}`;
  const user = () => team.find((each) => each.id === id);

  async function load() {
    problem = null;
    try {
      team = (await get("/desk/users", signal)).users;
      document.dispatchEvent(new Event("balie:retitled"));
      draw();
      if (user() && allowed("see_activity")) {
        activity = (await get(`${address}/activity`, signal)).events.reverse();
      }
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      problem = failure;
    }
    draw();
  }

  const { act, refusal } = acting(() => load(), draw);

  function draw() {
    const found = user();
    if (problem) return render(failed(problem, load), host);
    if (team.length && !found) return render(gone(), host);
    if (!found) return render(waiting(5), host);
    return render(page(found), host);
  }

  /** @param {User} found */
  const page = (found) => html`<p class="back"><a href="/settings/team">${text("team")}</a></p>
    ${head(found.name, html`${found.email}`)}
    ${refusal()}
    ${found.recovery ? recoveryNotice(found) : nothing}
    <dl class="facts">
      <dt>${text("role")}</dt>
      <dd>${text(`role_${found.role}`)}<span class="sub">${text(`role_${found.role}_may`)}</span></dd>
      <dt>${text("state")}</dt>
      <dd>${stateOf(found)}</dd>
      <dt>${text("last_seen")}</dt>
      <dd>${found.last_seen_at ? when(found.last_seen_at) : text("never")}</dd>
    </dl>
    ${allowed("manage_team") ? actions(found) : nothing}
    ${allowed("see_activity") ? history() : nothing}`;

  /** @param {User} found */
  function actions(found) {
    const own = found.id === currentCaller()?.user.id;
    return html`<div class="flow actions">
      ${button(text("change_role"), () => changeRole(found))}
      ${found.state === "invited"
        ? button(text("invite_again"), () => act(again, text("invited", { email: found.email })))
        : nothing}
      ${found.state === "active" && !own && !found.recovery
        ? button(text("recover"), () => startRecovery(found))
        : nothing}
      ${button(text(own ? "remove_self" : "remove_user"), () => removeUser(found))}
    </div>`;
  }

  const again = () => post(`${address}/invitation`, {});

  /** @param {User} found */
  function recoveryNotice({ name, recovery }) {
    const by = team.find((each) => each.id === recovery?.started_by)?.name ?? text("somebody");
    const at = recovery?.ready_at ?? "";
    const stop = () => act(() => remove(`${address}/recovery`), text("recovery_stopped"));
    const send = () => act(() => post(`${address}/recovery/link`, {}), text("recovery_sent"));
    return html`<section class="notice notice-wait">
      <h2>${text("recovery_title", { name })}</h2>
      <p>${recovery?.ready ? text("recovery_ready", { by }) : text("recovery_waits", { by, at: exact(at) })}</p>
      ${allowed("manage_team")
        ? html`<div class="flow">
            ${recovery?.ready ? button(text("recovery_send"), send) : nothing}
            ${button(text("recovery_stop"), stop)}
          </div>`
        : nothing}
    </section>`;
  }

  /** @param {User} found */
  function changeRole(found) {
    ask({
      title: text("change_role_of", { name: found.name }),
      body: roleChoice(found.role),
      action: text("change_role"),
      async answer({ role }) {
        await surely(() => put(`${address}/role`, { role }));
        announce(text("role_changed"));
        await load();
      },
    });
  }

  /** @param {User} found */
  function startRecovery(found) {
    ask({
      title: text("recover_title", { name: found.name }),
      body: html`<p>${text("recover_text", { name: found.name })}</p>`,
      action: text("recover_start"),
      grave: true,
      async answer() {
        await surely(() => post(`${address}/recovery`, {}));
        await load();
      },
    });
  }

  /** @param {User} found */
  function removeUser(found) {
    ask({
      title: text("remove_title", { name: found.name }),
      body: html`<p>${text("remove_text")}</p>`,
      action: text("remove_user"),
      grave: true,
      async answer() {
        await surely(() => remove(address));
        navigate("/settings/team");
      },
    });
  }

  function history() {
    return html`<section class="part">
      <h2>${text("activity")}</h2>
      <p class="meta">${text("activity_days")}</p>
      ${activity ? events(activity) : waiting(4)}
    </section>`;
  }

  /** @param {Activity[]} found */
  function events(found) {
    if (found.length === 0) return html`<p class="meta">${text("activity_none")}</p>`;
    return html`<table class="rows" role="table">
      <caption class="unseen">${text("activity")}</caption>
      <thead role="rowgroup">
        <tr role="row">
          ${[text("what"), text("who"), text("at")].map(
            (name) => html`<th role="columnheader" scope="col">${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${found.map(
          (event) => html`<tr role="row">
            <th role="rowheader" scope="row">${words(event)}</th>
            <td role="cell" class="mute">${actor(event)}</td>
            <td role="cell" class="mute">${when(event.at)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** @param {Activity} event */
  function actor(event) {
    const [kind, whose] = event.actor.split(":");
    if (kind === "user") return team.find((each) => each.id === whose)?.name ?? text("somebody");
    return text(kind === "operator" ? "actor_operator" : "actor_balie");
  }

  load();
  return { title: () => user()?.name ?? text("team"), draw };
}

/** @param {Activity} event */
function words({ name, data }) {
  if (name === "user.role_changed") {
    const role = /** @param {string} each */ (each) => text(/** @type {Key} */ (`role_${each}`));
    return text("event_role_changed", { before: role(data.before), after: role(data.after) });
  }
  return EVENTS[name] ? text(EVENTS[name]) : name;
}

const gone = () => html`${head(text("user_gone"), text("user_gone_text"))}
  <a href="/settings/team">${text("team")}</a>`;

/** @param {string} words @param {() => void} action */
const button = (words, action) =>
  html`<button class="btn" type="button" @click=${action}>${words}</button>`;
