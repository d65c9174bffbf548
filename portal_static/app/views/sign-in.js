/** Signing in by mail: ask for a link, wait for it, land with it, or carry a code across. */

import { post, Problem } from "../api.js";
import { announce } from "../components/announcer.js";
import { outcome } from "../components/states.js";
import { language, preferredLanguage, speak, text } from "../i18n.js";
import { focusHeading, navigate } from "../router.js";
import { currentSession, currentTenant, loadSession, takeReturn } from "../session.js";
import { recall, remember } from "../storage.js";
import { render } from "../../vendor/lit-html/lit-html.js";
import { ask, code, land, spent, wait } from "./sign-in-steps.js";

const LINK_VALID_MS = 10 * 60_000;
const RESEND_AFTER_MS = 60_000;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * @typedef {object} SignIn
 * @property {"ask" | "wait" | "land" | "code" | "spent"} step
 * @property {string} email as typed
 * @property {string} error what is wrong with what was typed; "" when nothing
 * @property {boolean} busy
 * @property {number} askedAt when the last link was asked for, in milliseconds
 * @property {string} code for the other device
 * @property {boolean} again whether a session has ended here
 */

/**
 * @param {import("../types.js").Page} page
 * @returns {import("../types.js").View}
 */
export function open({ host, query, fragment, signal }) {
  const token = fragment;
  // From here on the token is only in memory: not in the history, not in a screenshot.
  if (token) history.replaceState(null, "", "/sign-in");
  const state = begin(token, query);
  const proving = recall("balie.asked", sessionStorage)?.proof === true;

  const steps = { ask, wait, land, code, spent };
  const draw = () => render(steps[state.step](state, actions, secondsLeft(state)), host);

  /** @param {Partial<SignIn>} changes */
  function become(changes) {
    Object.assign(state, { error: "", busy: false }, changes);
    draw();
  }

  /** @param {SignIn["step"]} step @param {Partial<SignIn>} [changes] */
  function turnTo(step, changes = {}) {
    become({ ...changes, step });
    scrollTo(0, 0);
    focusHeading();
  }

  /** @param {string} error */
  function complain(error) {
    become({ error });
    host.querySelector("input")?.focus();
  }

  /**
   * @param {string} path
   * @param {object} body
   * @returns {Promise<any>} the answer, a Problem, or null when another request is under way
   */
  async function submit(path, body) {
    if (state.busy) return null;
    become({ busy: true });
    return outcome(post(path, body, signal));
  }

  /** @param {string} email */
  async function requestLink(email) {
    const answer = await submit("/api/sign-in", { email, language: language() });
    if (answer instanceof Problem) complain(explain(answer, "email_malformed"));
    if (answer === null || answer instanceof Problem) return false;
    const askedAt = Date.now();
    remember("balie.asked", { email, askedAt }, sessionStorage);
    Object.assign(state, { email, askedAt, busy: false });
    return true;
  }

  async function enter() {
    remember("balie.asked", null, sessionStorage);
    remember("balie.code", null, sessionStorage);
    await outcome(loadSession());
    speak(preferredLanguage(currentSession()?.contact.language, currentTenant()?.language));
    const several = !proving && (currentSession()?.others.length ?? 0) > 0;
    navigate(several ? "/choose" : takeReturn(), { replace: true });
  }

  const actions = {
    /** @param {SubmitEvent} event */
    async sendLink(event) {
      event.preventDefault();
      const email = field(event, "email");
      state.email = email;
      if (!email) return complain(text("email_missing"));
      if (!EMAIL.test(email)) return complain(text("email_malformed"));
      if (await requestLink(email)) turnTo("wait");
    },
    async resend() {
      if (secondsLeft(state) > 0) return;
      if (await requestLink(state.email)) become({});
      if (!state.error) announce(text("resent"));
    },
    otherAddress() {
      remember("balie.asked", null, sessionStorage);
      turnTo("ask");
    },
    /** @param {SubmitEvent} event */
    async enterCode(event) {
      event.preventDefault();
      const digits = field(event, "code").replace(/\D/g, "");
      if (digits.length !== 6) return complain(text("code_missing"));
      const answer = await submit("/api/sign-in/code", { code: digits });
      if (answer instanceof Problem) complain(explain(answer, "code_wrong"));
      else if (answer) await enter();
    },
    async redeem() {
      const answer = await submit("/api/sign-in/redeem", { token });
      if (answer === null) return;
      if (answer instanceof Problem) refuse(answer);
      else if (answer.result === "code") showCode(String(answer.code));
      else await enter();
    },
    newLink: () => turnTo("ask"),
  };

  /** @param {Problem} problem of redeeming the link */
  function refuse(problem) {
    const gone = [403, 404, 422].includes(problem.status);
    if (gone) turnTo("spent");
    else become({ error: explain(problem, "not_sent") });
  }

  /** Kept in this tab for as long as it works: a reload shows it again. @param {string} code */
  function showCode(code) {
    remember("balie.code", { code, at: Date.now() }, sessionStorage);
    turnTo("code", { code });
  }

  async function lookForSession() {
    if (document.visibilityState !== "visible" || state.step !== "wait" || proving) return;
    if ((await outcome(loadSession())) === true && !signal.aborted) await enter();
  }

  /** Whoever is signed in has no use for this page. */
  async function leaveWhenSignedIn() {
    const known = currentSession() !== null || recall("balie.inside") === true;
    if (known && (await outcome(loadSession())) === true && !signal.aborted) await enter();
  }

  document.addEventListener("visibilitychange", lookForSession, { signal });
  const timer = setInterval(() => state.step === "wait" && draw(), 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  const inside = !token && !proving && (state.step === "ask" || state.step === "wait");
  if (inside) leaveWhenSignedIn();
  return { title: () => text(TITLES[state.step]), draw };
}

const TITLES = /** @type {const} */ ({
  ask: "sign_in",
  wait: "look",
  land: "sign_in",
  code: "code_title",
  spent: "sign_in",
});

/**
 * @param {string} token
 * @param {URLSearchParams} query
 * @returns {SignIn}
 */
function begin(token, query) {
  const asked = recall("balie.asked", sessionStorage);
  const kept = recall("balie.code", sessionStorage);
  const shows = !token && kept && Date.now() - kept.at < LINK_VALID_MS;
  const waits = !token && asked && Date.now() - asked.askedAt < LINK_VALID_MS;
  return {
    step: token ? "land" : shows ? "code" : waits ? "wait" : "ask",
    email: waits ? String(asked.email) : "",
    error: "",
    busy: false,
    askedAt: waits ? Number(asked.askedAt) : 0,
    code: shows ? String(kept.code) : "",
    again: query.has("again"),
  };
}

/** @param {SignIn} state */
function secondsLeft({ askedAt }) {
  return Math.max(0, Math.ceil((askedAt + RESEND_AFTER_MS - Date.now()) / 1000));
}

/** @param {SubmitEvent} event @param {string} name */
function field(event, name) {
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  return String(new FormData(form).get(name) ?? "").trim();
}

/**
 * @param {Problem} problem
 * @param {import("../i18n.js").Key} refused what a refusal of the typed text means
 */
function explain(problem, refused) {
  if (problem.status === 429) {
    return text("too_many", { n: Math.ceil((problem.retryAfterSeconds ?? 60) / 60) });
  }
  if ([403, 422].includes(problem.status)) return text(refused);
  return text("not_sent");
}
