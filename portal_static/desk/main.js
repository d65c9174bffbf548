/** Starts the desk: who is signed in, their language, then the page of the address. */

import { Problem } from "../app/api.js";
import { listenForFind } from "./components/find.js";
import { drawShell } from "./components/shell.js";
import { failed } from "./components/states.js";
import { preferredLanguage, speak } from "./i18n.js";
import { navigate, redraw, retitle, startRouter } from "./router.js";
import { currentCaller, forgetCaller, loadCaller, rememberReturn } from "./session.js";
import { render } from "../vendor/lit-html/lit-html.js";

/** The session has ended while a page was open: sign in, then come back to it. */
function goToSignIn() {
  if (!currentCaller()) return;
  forgetCaller();
  rememberReturn(location.pathname + location.search);
  navigate("/sign-in", { replace: true });
}

function listen() {
  document.addEventListener("balie:signed-out", goToSignIn);
  document.addEventListener("balie:page", drawShell);
  document.addEventListener("balie:caller", drawShell);
  document.addEventListener("balie:retitled", retitle);
  document.addEventListener("balie:language", () => {
    drawShell();
    redraw();
  });
}

async function start() {
  try {
    await loadCaller();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    speak(preferredLanguage());
    const main = /** @type {HTMLElement} */ (document.getElementById("main"));
    return render(failed(error, () => location.reload()), main);
  }
  const caller = currentCaller();
  speak(preferredLanguage(caller?.user.language, caller?.firm.language));
  listen();
  listenForFind();
  return startRouter();
}

start();
