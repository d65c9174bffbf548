/** One's own account: name and language, passkeys, sessions. */

import { get, Problem, put, remove } from "../../app/api.js";
import { acting } from "../acting.js";
import { ask } from "../components/dialog.js";
import { announce, failed, head, waiting } from "../components/states.js";
import { preferredLanguage, speak, text } from "../i18n.js";
import { addPasskey, deviceName, surely } from "../passkeys.js";
import { currentCaller, loadCaller } from "../session.js";
import { when } from "../when.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("../types.js").Passkey} Passkey */
/** @typedef {import("../types.js").Session} Session */

/** @param {import("../types.js").Page} page @returns {import("../types.js").View} */
export function open({ host, signal }) {
  /** @type {Passkey[] | null} */
  let passkeys = null;
  /** @type {Session[] | null} */
  let sessions = null;
  /** @type {Problem | null} */
  let problem = null;

  async function load() {
    problem = null;
    try {
      const [keys, ongoing] = await Promise.all([
        get("/desk/passkeys", signal),
        get("/desk/sessions", signal),
      ]);
      [passkeys, sessions] = [keys.passkeys, ongoing.sessions];
    } catch (failure) {
      if (!(failure instanceof Problem)) return;
      problem = failure;
    }
    draw();
  }

  const { act, refusal } = acting(() => load(), draw);

  function draw() {
    const user = currentCaller()?.user;
    if (!user) return;
    const parts = problem ? failed(problem, load) : html`${keys()} ${devices()}`;
    const words = `${user.email}, ${text(`role_${user.role}`)}`;
    render(
      html`${head(text("your_account"), words)} ${refusal()}
        ${user.recovery ? recovery() : nothing} ${self(user)} ${parts}`,
      host,
    );
  }

  const recovery = () => html`<section class="notice notice-wait">
    <h2>${text("own_recovery_title")}</h2>
    <p>${text("own_recovery_text")}</p>
    <p>${button(text("recovery_stop"), () => act(stopRecovery, text("recovery_stopped")))}</p>
  </section>`;

  async function stopRecovery() {
    await remove("/desk/account/recovery");
    await loadCaller();
  }

  /** @param {import("../types.js").User} user */
  const self = (user) => html`<section class="part">
    <h2>${text("about_you")}</h2>
    <form class="form narrow" @submit=${describe}>
      <div class="field">
        <label for="own-name">${text("your_name")}</label>
        <input class="input" id="own-name" name="name" .defaultValue=${user.name} required
          maxlength="80" autocomplete="name" />
      </div>
      <div class="field">
        <label for="own-language">${text("your_language")}</label>
        <select class="input" id="own-language" name="language">
          <option value="" ?selected=${!user.language}>${text("language_of_firm")}</option>
          <option value="nl" lang="nl" ?selected=${user.language === "nl"}>Nederlands</option>
          <option value="en" lang="en" ?selected=${user.language === "en"}>English</option>
        </select>
      </div>
      <button class="btn">${text("save")}</button>
    </form>
  </section>`;

  /** @param {SubmitEvent} event */
  function describe(event) {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const [name, language] = [String(fields.get("name")).trim(), fields.get("language") || null];
    act(async () => {
      await put("/desk/account", { name, language });
      await loadCaller();
      const caller = currentCaller();
      speak(preferredLanguage(caller?.user.language, caller?.firm.language));
      document.dispatchEvent(new Event("balie:caller"));
    }, text("saved"));
  }

  function keys() {
    return html`<section class="part">
      <div class="part-head">
        <h2>${text("passkeys")}</h2>
        ${button(text("add_passkey"), addOne)}
      </div>
      <p class="meta">${text(passkeys?.length === 1 ? "passkeys_one" : "passkeys_text")}</p>
      ${passkeys ? html`<ul class="items">${passkeys.map(key)}</ul>` : waiting(2)}
    </section>`;
  }

  /** @param {Passkey} each */
  const key = (each) => html`<li>
    <div>
      <b>${each.name}</b>
      <span class="sub">
        ${text(each.synced ? "passkey_synced" : "passkey_bound")} ·
        ${each.last_used_at ? html`${text("last_used")} ${when(each.last_used_at)}` : text("never_used")}
      </span>
    </div>
    <div class="flow">
      ${named(text("rename"), each.name, () => rename(each))}
      ${named(text("remove"), each.name, () => removeKey(each))}
    </div>
  </li>`;

  function addOne() {
    ask({
      title: text("add_passkey"),
      body: html`<p>${text("add_passkey_text")}</p>
        ${nameField(text("passkey_name"), `${deviceName()} 2`)}`,
      action: text("add_passkey"),
      async answer({ name }) {
        await addPasskey(name.trim());
        announce(text("passkey_added"));
        await load();
      },
    });
  }

  /** @param {Passkey} each */
  function rename(each) {
    ask({
      title: text("rename_passkey"),
      body: nameField(text("passkey_name"), each.name),
      action: text("rename"),
      async answer({ name }) {
        await surely(() => put(`/desk/passkeys/${each.id}`, { name: name.trim() }));
        await load();
      },
    });
  }

  /** @param {Passkey} each */
  function removeKey(each) {
    ask({
      title: text("remove_passkey", { name: each.name }),
      body: html`<p>${text("remove_passkey_text")}</p>`,
      action: text("remove"),
      grave: true,
      async answer() {
        await surely(() => remove(`/desk/passkeys/${each.id}`));
        await load();
      },
    });
  }

  function devices() {
    const others = sessions?.some(({ current }) => !current);
    const endAll = () => act(() => remove("/desk/sessions"), text("sessions_ended"));
    return html`<section class="part">
      <div class="part-head">
        <h2>${text("sessions")}</h2>
        ${others ? button(text("end_others"), endAll) : nothing}
      </div>
      <p class="meta">${text("sessions_text")}</p>
      ${sessions ? html`<ul class="items">${sessions.map(session)}</ul>` : waiting(2)}
    </section>`;
  }

  /** @param {Session} each */
  const session = (each) => html`<li>
    <div>
      <b>${deviceName(each.device) || text("unknown_device")}</b>
      <span class="sub">
        ${text("session_by", { passkey: each.passkey })} · ${each.current ? text("this_session") : when(each.last_used_at)}
      </span>
    </div>
    ${each.current
      ? nothing
      : named(text("end_session"), deviceName(each.device), () =>
          act(() => remove(`/desk/sessions/${each.id}`), text("session_ended")),
        )}
  </li>`;

  load();
  return { title: () => text("your_account"), draw };
}

/** @param {string} label @param {string} value */
const nameField = (label, value) => html`<div class="field">
  <label for="name">${label}</label>
  <input class="input" id="name" name="name" .defaultValue=${value} required maxlength="80"
    autocomplete="off" />
</div>`;

/** @param {string} words @param {() => void} action */
const button = (words, action) =>
  html`<button class="btn" type="button" @click=${action}>${words}</button>`;

/** One of several alike. @param {string} words @param {string} what @param {() => void} action */
const named = (words, what, action) =>
  html`<button class="quiet" type="button" @click=${action}>
    ${words}<span class="unseen"> ${what}</span>
  </button>`;
