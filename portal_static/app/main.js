/** Starts the portal: language, brand and session, then the page of the address. */

import { Problem, quiet } from "./api.js";
import { drawAccountMenu } from "./components/account-menu.js";
import "./components/firm-mark.js";
import { drawFooter, drawMenu } from "./components/frame.js";
import { say } from "./components/announcer.js";
import { preferredLanguage, rememberedLanguage, speak, text } from "./i18n.js";
import {
  navigate,
  preloadPage,
  redraw,
  retitle,
  showNoPortal,
  startRouter,
  viewing,
} from "./router.js";
import {
  currentSession,
  currentTenant,
  door,
  forgetSession,
  isDoor,
  isView,
  loadSession,
  loadTenant,
  rememberReturn,
} from "./session.js";
import { recall } from "./storage.js";

function drawFrame() {
  drawMenu();
  drawAccountMenu();
  drawFooter();
  if (currentSession()?.view) viewing().then(({ banner }) => banner.draw());
}

function settleLanguage() {
  speak(preferredLanguage(currentSession()?.contact.language, currentTenant()?.language));
}

/** The session has ended while a page was open: sign in, then come back to it. */
function goToSignIn() {
  if (isDoor(location.pathname)) return;
  forgetSession();
  if (isView()) return navigate(door(), { replace: true });
  rememberReturn(location.pathname + location.search);
  navigate("/sign-in?again", { replace: true });
}

/** @param {PromiseSettledResult<unknown>} answer */
const noPortal = (answer) =>
  answer.status === "rejected" &&
  answer.reason instanceof Problem &&
  answer.reason.status === 404;

/** Nobody is signed in and the page is not the sign-in page: leave before anything is drawn. */
function turnAway() {
  if (isDoor(location.pathname)) return;
  if (!isView()) rememberReturn(location.pathname + location.search);
  history.replaceState(null, "", door());
}

function listen() {
  document.addEventListener("balie:signed-out", goToSignIn);
  document.addEventListener("balie:page", drawFrame);
  document.addEventListener("balie:retitled", retitle);
  document.addEventListener("balie:language", () => {
    drawFrame();
    redraw();
  });
  addEventListener("offline", () => say(text("offline"), { stays: true }));
  addEventListener("online", () => say(text("online")));
}

/** What was heard since it was drawn. */
function settle() {
  settleLanguage();
  drawFrame();
  redraw();
}

/** Who was here before sees the page at once; whether all is as it was is asked meanwhile. */
async function resume() {
  const asked = Promise.allSettled([loadSession()]);
  document.documentElement.classList.toggle("inside", !isDoor(location.pathname));
  drawFrame();
  listen();
  await startRouter();
  const [session] = await asked;
  if (noPortal(session)) return showNoPortal();
  settle();
  await quiet();
  await Promise.allSettled([loadTenant()]);
  settle();
}

async function begin() {
  const asked = Promise.allSettled([loadSession(), loadTenant()]);
  preloadPage();
  const [session] = await asked;
  settleLanguage();
  if (session.status === "fulfilled" && !session.value) turnAway();
  listen();
  if (noPortal(session)) showNoPortal();
  else await startRouter();
}

const before = rememberedLanguage();
if (before) speak(before);
if (before && currentTenant() && recall("balie.inside")) resume();
else begin();
