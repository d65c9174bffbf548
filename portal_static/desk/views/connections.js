/** Provider accounts: how each is doing, connecting one, bringing it in, and letting it go. */

import { get, post, put, remove } from "../../app/api.js";
import { status } from "../../app/components/status.js";
import { acting } from "../acting.js";
import { asking, blank } from "../asking.js";
import { ask } from "../components/dialog.js";
import { follow, progress } from "../components/progress.js";
import { arrow } from "../components/shell.js";
import { announce, head } from "../components/states.js";
import { text } from "../i18n.js";
import { surely } from "../passkeys.js";
import { allowed } from "../session.js";
import { when } from "../when.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Connection} Connection */

const ENDING_MS = 2000;
const MARKS = /** @type {const} */ ({
  well: ["good", "good"],
  fresh: ["open", ""],
  ending: ["clock", ""],
  closed: ["dash", ""],
  behind: ["wait", "wait"],
  refused: ["failed", "late"],
});

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, signal }) {
  /** @type {ReturnType<typeof asking<Connection[]>>} */
  const list = asking(read, draw, 4);

  async function read() {
    const { connections } = await get("/desk/connections", signal);
    connections.forEach((/** @type {Connection} */ each) => follow(each, (latest) => moved(each, latest), signal));
    if (connections.some((/** @type {Connection} */ { health }) => health === "ending")) {
      setTimeout(() => signal.aborted || list.load(), ENDING_MS);
    }
    return connections;
  }

  /** @param {Connection} connection @param {import("../types.js").CatchUp} latest */
  function moved(connection, latest) {
    connection.latest = latest;
    if (latest.is_complete) list.load();
    else draw();
  }

  const { act, refusal } = acting(() => list.load(), draw);

  function draw() {
    render(
      html`${head(text("connections"), stand(list.state.found), connectButton())}
        ${refusal()}
        ${list.shown((found) =>
          found.length ? html`<ul class="items">${found.map(item)}</ul>` : none(),
        )}`,
      host,
    );
  }

  const none = () => blank(text("no_connections"), text("no_connections_text"));

  function connectButton() {
    if (!allowed("manage_connections")) return nothing;
    return html`<button class="btn btn-go" type="button" @click=${() => askForKey(() => list.load())}>
      ${text("connect_stripe")}
    </button>`;
  }

  /** @param {Connection} connection */
  const item = (connection) => html`<li class="connection">
    <div class="stack">
      <h2>${connection.account_name || connection.account_ref}
        ${connection.live ? nothing : html`<span class="tag">${text("test_mode")}</span>`}</h2>
      <p>${health(connection)}</p>
      ${facts(connection)}
      ${connection.latest ? progress(connection.latest) : nothing}
    </div>
    ${allowed("manage_connections") ? actions(connection) : nothing}
  </li>`;

  /** @param {Connection} connection */
  function actions(connection) {
    const own = `/desk/connections/${connection.id}`;
    /** @param {"import" | "sync"} cause */
    const begin = (cause) => () =>
      act(() => post(`${own}/catch-ups`, { cause }), text(`${cause}_begun`));
    const isOpen = connection.status === "connected";
    const running = connection.latest && !connection.latest.is_complete;
    return html`<div class="flow actions">
      ${isOpen && !running ? button(text(connection.synced_until ? "sync_now" : "import_now"), begin(connection.synced_until ? "sync" : "import")) : nothing}
      ${isOpen && connection.synced_until && !running ? button(text("import_again"), begin("import")) : nothing}
      ${button(text(isOpen ? "replace_key" : "connect_again"), () => askForKey(() => list.load(), connection))}
      ${isOpen && connection.health !== "ending" ? button(text("disconnect"), () => disconnect(connection)) : nothing}
    </div>`;
  }

  /** @param {Connection} connection */
  function disconnect(connection) {
    ask({
      title: text("disconnect_title", { name: connection.account_name || connection.account_ref }),
      body: html`<p>${text("disconnect_text")}</p>`,
      action: text("disconnect"),
      grave: true,
      async answer() {
        await surely(() => remove(`/desk/connections/${connection.id}`));
        await list.load();
      },
    });
  }

  list.load();
  return { title: () => text("connections"), draw };
}

/** @param {Connection} connection */
function health({ health: how }) {
  const [shape, tone] = MARKS[how];
  return status(shape, text(`health_${how}`), tone);
}

/** @param {Connection[] | null} found */
function stand(found) {
  if (!found) return text("loading");
  const ill = found.filter(({ health }) => health === "refused" || health === "behind").length;
  if (ill) return text("connections_ill", { n: ill });
  return text(found.length ? "connections_well" : "connections_none");
}

/** @param {Connection} connection */
const facts = (connection) => html`<dl class="facts">
  ${moment(text("last_sync"), connection.synced_until)}
  ${moment(text("next_sync"), connection.next_sync_at)}
  ${moment(text("connected_since"), connection.status === "connected" ? connection.connected_at : null)}
  ${moment(text("disconnected_at"), connection.disconnected_at)}
  ${connection.last_error_code && connection.last_error_at
    ? html`<dt>${text("last_error")}</dt>
        <dd>${errorWords(connection.last_error_code)} <span class="mute">${when(connection.last_error_at)}</span></dd>`
    : nothing}
  ${connection.missing_permissions.length
    ? html`<dt>${text("missing_permissions")}</dt>
        <dd>${connection.missing_permissions.map((each) => html`<span class="line">${each}</span>`)}</dd>`
    : nothing}
</dl>`;

/** @param {string} name @param {string | null} at */
const moment = (name, at) => (at ? html`<dt>${name}</dt><dd>${when(at)}</dd>` : nothing);

/** @param {string} code */
const errorWords = (code) =>
  text(code === "provider_key_refused" ? "error_key_refused" : "error_unavailable");

/** @param {string} words @param {() => void} action */
const button = (words, action) =>
  html`<button class="btn" type="button" @click=${action}>${words}</button>`;

/**
 * A key, made on the provider's page with the right permissions filled in, and pasted here.
 * @param {() => Promise<unknown> | void} done
 * @param {Connection} [replaced]
 */
export async function askForKey(done, replaced) {
  const page = await get("/desk/connections/key-page");
  ask({
    title: replaced ? text("replace_key") : text("connect_stripe"),
    body: html`<ol class="steps-list">
        <li><a href=${page.url} target="_blank" rel="noreferrer">${text("key_make")}</a>
          <span class="sub">${text("key_make_text", { n: page.permissions.length })}</span>
          <details><summary>${text("key_permissions")}${arrow()}</summary>
            <ul class="sub">${page.permissions.map((/** @type {string} */ each) => html`<li>${each}</li>`)}</ul>
          </details></li>
        <li>${text("key_paste")}</li>
      </ol>
      <div class="field">
        <label for="key">${text("key")}</label>
        <input class="input" id="key" name="key" type="password" required minlength="10" maxlength="300"
          autocomplete="off" spellcheck="false" />
        <span class="meta">${text("key_text")}</span>
      </div>`,
    action: replaced ? text("replace_key") : text("connect"),
    async answer({ key }) {
      const send = () =>
        replaced
          ? put(`/desk/connections/${replaced.id}/key`, { key: key.trim() })
          : post("/desk/connections", { key: key.trim() });
      await surely(send);
      announce(text("connected"));
      await done();
    },
  });
}
