/** One person may act for several customers: which one, from now on. */

import { post, Problem } from "../api.js";
import { say } from "../components/announcer.js";
import { outcome } from "../components/states.js";
import { text } from "../i18n.js";
import { navigate } from "../router.js";
import { currentSession, forgetSession, loadSession, takeReturn } from "../session.js";
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host }) {
  const draw = () => render(template(choose), host);

  /** @param {string} id */
  async function choose(id) {
    if (id !== currentSession()?.customer.id) {
      const answer = await outcome(post("/api/session/customer", { customer_id: id }));
      if (answer instanceof Problem) return say(text("not_chosen"));
      forgetSession();
      await outcome(loadSession());
    }
    navigate(takeReturn(), { replace: true });
  }

  if (!currentSession()) outcome(loadSession()).then(draw);
  return { title: () => text("choose_title"), draw };
}

/** @param {(id: string) => void} choose */
function template(choose) {
  const session = currentSession();
  const all = session ? [session.customer, ...session.others] : [];
  return html`<section class="told">
    <h1 class="kicker" tabindex="-1">${text("choose_title")}</h1>
    <p class="stand">${text("choose_stand")}</p>
    <ul class="choices">
      ${all.map(
        (each) => html`<li>
          <button class="btn btn-wide" type="button" @click=${() => choose(each.id)}>
            ${each.name}${each.id === session?.customer.id ? html`&nbsp;<span class="meta">${text("choose_current")}</span>` : nothing}
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}
