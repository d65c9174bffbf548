/** What stands above every page while somebody of the firm looks as the customer does. */

import { post } from "../api.js";
import { timeOf } from "../dates.js";
import { text } from "../i18n.js";
import { navigate } from "../router.js";
import { currentSession, endView } from "../session.js";
import { say } from "./announcer.js";
import { html, render } from "../../vendor/lit-html/lit-html.js";

/** @type {HTMLElement | null} */
let banner = null;
let timer = 0;

export function draw() {
  const session = currentSession();
  if (session?.view) show(session.customer.name, session.view.ends_at);
}

/** @param {string} customer @param {string} endsAt */
function show(customer, endsAt) {
  banner ??= begin(endsAt);
  banner.setAttribute("aria-label", text("view"));
  render(
    html`<div class="column viewing-row">
      <p>${text("view_as", { customer })} ${text("view_until", { time: timeOf(endsAt) })}</p>
      <button class="btn" type="button" @click=${() => end(endsAt)}>${text("view_end")}</button>
    </div>`,
    banner,
  );
}

/** @param {string} endsAt */
function begin(endsAt) {
  const made = document.createElement("section");
  made.className = "viewing";
  document.getElementById("skip")?.after(made);
  document.addEventListener("click", keepFromPaying, { capture: true });
  document.addEventListener("auxclick", keepFromPaying, { capture: true });
  document.addEventListener("balie:forgotten", hide, { once: true });
  timer = setTimeout(leave, Date.parse(endsAt) - Date.now());
  return made;
}

function hide() {
  banner?.remove();
  banner = null;
  clearTimeout(timer);
}

/** @param {string} endsAt */
async function end(endsAt) {
  try {
    await post("/api/view/end", {});
    leave();
  } catch {
    say(text("view_not_ended", { time: timeOf(endsAt) }));
  }
}

function leave() {
  endView();
  navigate("/view", { replace: true });
}

/** The buttons look as they do for the customer; where they would lead is only said. @param {Event} event */
function keepFromPaying(event) {
  const link = event.target instanceof Element ? event.target.closest("a.btn") : null;
  const session = currentSession();
  if (!session?.view || !(link instanceof HTMLAnchorElement)) return;
  if (link.origin === location.origin) return;
  event.preventDefault();
  event.stopPropagation();
  say(text("view_no_pay", { customer: session.customer.name }));
}
