/** The guide through a firm's first steps: each is told by what there is. */

import { get, post } from "../../app/api.js";
import { status } from "../../app/components/status.js";
import { asking, paging } from "../asking.js";
import { follow, progress } from "../components/progress.js";
import { announce, complaint, explain, head } from "../components/states.js";
import { text } from "../i18n.js";
import { surely } from "../passkeys.js";
import { askForKey } from "./connections.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, signal }) {
  let error = "";
  const guide = asking(read, draw, 6);
  const invitees = paging(reach, draw, 4);
  let listed = false;

  async function read() {
    const found = await get("/desk/first-run", signal);
    found.connections.forEach((/** @type {any} */ each) =>
      follow(each, (latest) => {
        each.latest = latest;
        if (latest.is_complete) guide.load();
        else draw();
      }, signal),
    );
    return found;
  }

  /** @param {string} cursor */
  async function reach(cursor) {
    const asked = new URLSearchParams({ cursor });
    const answer = await get(`/desk/first-run/invitees?${asked}`, signal);
    return { items: answer.invitees, next: answer.next_cursor };
  }

  /** @param {string} id */
  async function bringIn(id) {
    error = "";
    try {
      await surely(() => post(`/desk/connections/${id}/catch-ups`, { cause: "import" }));
      announce(text("import_begun"));
      await guide.load();
    } catch (failure) {
      error = explain(failure);
      draw();
    }
  }

  function draw() {
    render(
      html`${head(text("start"), text("start_stand"))} ${complaint(error)} ${guide.shown(steps)}`,
      host,
    );
  }

  /** @param {any} found */
  function steps(found) {
    const connected = found.connections.length > 0;
    const [first] = found.connections;
    const imported = connected && Boolean(first.synced_until);
    return html`<ol class="guide">
      ${step(connected, text("step_connect"), connect(connected))}
      ${step(imported, text("step_import"), connected ? importing(first, imported) : text("step_import_waits"))}
      ${step(found.is_branded, text("step_brand"), brand())}
      ${step(null, text("step_sender"), sender(found))}
      ${step(null, text("step_reach"), reached(found.has_customers))}
      ${step(null, text("step_share"), share(found.portal_url))}
    </ol>`;
  }

  /** @param {boolean} connected */
  const connect = (connected) =>
    connected
      ? html`<a href="/connections">${text("see_connections")}</a>`
      : html`<p>${text("step_connect_text")}</p>
          <button class="btn btn-go" type="button" @click=${() => askForKey(() => guide.load())}>${text("connect_stripe")}</button>`;

  /** @param {any} connection @param {boolean} imported */
  const importing = (connection, imported) =>
    html`${connection.latest ? progress(connection.latest) : html`<p>${text("step_import_text")}</p>`}
      ${imported || connection.latest
        ? nothing
        : html`<button class="btn btn-go" type="button" @click=${() => bringIn(connection.id)}>${text("import_now")}</button>`}
      ${imported ? html`<a href="/customers">${text("see_customers")}</a>` : nothing}`;

  /** @param {boolean} some */
  function reached(some) {
    if (!some) return text("step_reach_waits");
    if (!listed) {
      return html`<p>${text("step_reach_text")}</p>
        <button class="btn" type="button" @click=${showReach}>${text("step_reach_show")}</button>`;
    }
    return html`<p>${text("step_reach_text")}</p>${invitees.shown(people, () => text("no_customers"))}`;
  }

  function showReach() {
    listed = true;
    invitees.load();
  }

  guide.load();
  return { title: () => text("start"), draw };
}

/** @param {boolean | null} done null: there is nothing to tick @param {string} title @param {unknown} body */
const step = (done, title, body) => html`<li class=${done ? "guide-done" : ""}>
  <h2>${title} ${done ? status("good", text("done"), "good") : nothing}</h2>
  <div class="stack">${body}</div>
</li>`;

const brand = () => html`<p>${text("step_brand_text")}</p>
  <a href="/settings/branding">${text("step_brand_go")}</a>`;

/** @param {any} found */
const sender = ({ sender_name: name, sender: from, reply_to: reply }) => html`<p>${text("step_sender_text")}</p>
  <dl class="facts">
    <dt>${text("mail_from")}</dt><dd>${name} &lt;${from}&gt;</dd>
    <dt>${text("mail_reply")}</dt><dd>${reply}</dd>
  </dl>`;

/** @param {string} url */
const share = (url) => html`<p>${text("step_share_text")}</p>
  <p class="flow"><a href=${url} target="_blank" rel="noreferrer">${url}</a>
    <button class="btn" type="button" @click=${() => copy(url)}>${text("copy")}</button></p>`;

/** @param {string} words */
async function copy(words) {
  await navigator.clipboard.writeText(words);
  announce(text("copied"));
}

/** @param {any[]} found */
const people = (found) => html`<ul class="items">
  ${found.map(
    ({ customer_id: id, name, emails }) => html`<li><a href="/customers/${id}">${name}</a>
      <span class="mute">${emails.length ? emails.join(", ") : text("no_email")}</span></li>`,
  )}
</ul>`;
