/** The inbox page: asks for the messages every two seconds and touches only what changed. */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {"mail"|"sms"} kind
 * @property {string} sent_at
 * @property {string} sender
 * @property {string[]} recipients
 * @property {string[]} copies
 * @property {string} subject
 * @property {string} text
 * @property {string|null} html
 */

const EVERY_MILLISECONDS = 2000;
const at = (id) => document.getElementById(id);
const list = at("list");
const frame = /** @type {HTMLIFrameElement} */ (at("html"));
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** @type {Message[]} newest first */
let messages = [];
let known = "";
const read = new Set(JSON.parse(sessionStorage.getItem("read") ?? "[]"));

const chosen = () => messages.find((message) => message.id === location.hash.slice(1));

function shortTime(instant) {
  const moment = new Date(instant);
  const today = moment.toDateString() === new Date().toDateString();
  return (today ? time : day).format(moment);
}

function row(message) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${message.id}`;
  for (const [name, text] of [
    ["to", message.recipients.join(", ")],
    ["when", shortTime(message.sent_at)],
    ["about", message.subject || "(no subject)"],
  ]) {
    const part = document.createElement("span");
    part.className = name;
    part.textContent = text;
    link.append(part);
  }
  item.append(link);
  item.dataset.id = message.id;
  return item;
}

/** Rows are put in before those that are there, so what is read does not move. */
function updateList() {
  const scrolled = list.parentElement.scrollTop;
  const before = list.scrollHeight;
  const there = new Map([...list.children].map((item) => [item.dataset.id, item]));
  messages.forEach((message, place) => {
    const item = there.get(message.id) ?? row(message);
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
    there.delete(message.id);
  });
  for (const gone of there.values()) gone.remove();
  if (scrolled > 0) list.parentElement.scrollTop = scrolled + list.scrollHeight - before;
}

function mark() {
  const id = chosen()?.id;
  for (const item of list.children) {
    item.classList.toggle("unread", !read.has(item.dataset.id));
    if (item.dataset.id === id) item.firstElementChild.setAttribute("aria-current", "true");
    else item.firstElementChild.removeAttribute("aria-current");
  }
}

function showStanding() {
  const count = messages.length;
  at("standing").textContent =
    count === 0 ? "Nothing yet" : `${count} message${count === 1 ? "" : "s"}, newest first`;
  at("hint").textContent =
    count === 0
      ? "Mails and text messages that Balie sends appear here by themselves. Ask for a sign-in link in the portal to get the first one."
      : "Choose a message. J and K, or the arrow keys, go to the next and the previous one.";
  at("message").classList.toggle("alone", count === 0);
}

function open() {
  const message = chosen();
  document.body.classList.toggle("reading", Boolean(message));
  at("opened").hidden = !message;
  at("hint").hidden = Boolean(message);
  mark();
  if (!message || at("opened").dataset.id === message.id) return;
  at("opened").dataset.id = message.id;
  read.add(message.id);
  sessionStorage.setItem("read", JSON.stringify([...read]));
  mark();
  at("subject").textContent = message.kind === "sms" ? "Text message" : message.subject;
  at("sender").textContent = message.sender;
  at("recipients").textContent = message.recipients.join(", ");
  at("copies").textContent = message.copies.join(", ");
  at("copies-row").hidden = message.copies.length === 0;
  at("sent").textContent = full.format(new Date(message.sent_at));
  at("sent").setAttribute("datetime", message.sent_at);
  at("text").textContent = message.text;
  at("text-title").hidden = !message.html;
  at("html-part").hidden = !message.html;
  if (message.html) frame.contentWindow.location.replace(`/messages/${message.id}.html`);
  at("message").scrollTop = 0;
}

function fitFrame() {
  frame.style.setProperty("height", "0");
  const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
  frame.style.setProperty("height", `${Math.min(Math.max(height + 2, 120), 4000)}px`);
}
frame.addEventListener("load", fitFrame);
addEventListener("resize", fitFrame);

function step(by) {
  const place = messages.findIndex((message) => message.id === location.hash.slice(1));
  const next = messages[Math.max(0, place + by)] ?? messages[place];
  if (!next) return;
  location.hash = next.id;
  list.querySelector(`[data-id="${next.id}"] a`)?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inList = event.target instanceof Element && event.target.closest("nav");
  if (event.key === "j" || (inList && event.key === "ArrowDown")) step(1);
  else if (event.key === "k" || (inList && event.key === "ArrowUp")) step(-1);
  else if (event.key === "Escape") location.hash = "";
  else return;
  event.preventDefault();
});
addEventListener("hashchange", open);

async function refresh() {
  try {
    const answer = await fetch("/messages.json");
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (text === known) return;
    known = text;
    messages = JSON.parse(text);
    updateList();
    showStanding();
    open();
  } catch {
    known = "";
    at("standing").textContent = "The local run does not answer. Trying again.";
  }
}

async function keepUp() {
  await refresh();
  setTimeout(keepUp, EVERY_MILLISECONDS);
}

keepUp();
