/** Passkeys: making one, showing one, and showing it again before something that matters. */

import { post, Problem } from "../app/api.js";

/** @param {string} base64url */
function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} content */
function base64url(content) {
  const text = String.fromCharCode(...new Uint8Array(content ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Nothing was confirmed: cancelled, timed out, or this browser cannot. */
export class NotConfirmed extends Error {
  /** @param {"cancelled" | "known" | "unsupported"} why known: this device has a passkey already */
  constructor(why) {
    super(why);
    this.name = "NotConfirmed";
    this.why = why;
  }
}

/** @template T @param {() => Promise<T>} ceremony */
async function confirmed(ceremony) {
  if (!window.PublicKeyCredential) throw new NotConfirmed("unsupported");
  try {
    return await ceremony();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new NotConfirmed(error.name === "InvalidStateError" ? "known" : "cancelled");
  }
}

/** @param {{ id: string, transports?: string[] }[]} list */
const descriptors = (list) => list.map((each) => ({ ...each, id: bytes(each.id) }));

/** @param {any} options as the API gives them */
async function make(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  };
  const made = await confirmed(() => navigator.credentials.create({ publicKey }));
  const credential = /** @type {PublicKeyCredential} */ (made);
  const response = /** @type {AuthenticatorAttestationResponse} */ (credential.response);
  return {
    ...named(credential),
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      attestationObject: base64url(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** @param {any} options as the API gives them */
async function show(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: descriptors(options.allowCredentials),
  };
  const shown = await confirmed(() => navigator.credentials.get({ publicKey }));
  const credential = /** @type {PublicKeyCredential} */ (shown);
  const response = /** @type {AuthenticatorAssertionResponse} */ (credential.response);
  return {
    ...named(credential),
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
      userHandle: response.userHandle ? base64url(response.userHandle) : undefined,
    },
  };
}

/** @param {PublicKeyCredential} credential */
const named = ({ id, rawId, type }) => ({ id, rawId: base64url(rawId), type });

export async function signIn() {
  const { options } = await post("/desk/sign-in/challenge", {});
  await post("/desk/sign-in", { credential: await show(options) });
}

/**
 * @param {string} link what stood after the # of the address
 * @param {{ userName: string, name: string }} names
 */
export async function setUp(link, { userName, name }) {
  const { options } = await post("/desk/set-up/challenge", { link });
  const credential = await make(options);
  await post("/desk/set-up", { link, user_name: userName, name, credential });
}

/** One more, for who is signed in. @param {string} name */
export async function addPasskey(name) {
  const { options } = await surely(() => post("/desk/passkeys/challenge", {}));
  const credential = await make(options);
  return surely(() => post("/desk/passkeys", { name, credential }));
}

/**
 * Does it; where the desk wants to be sure who is asking, the passkey is shown first.
 * @template T
 * @param {() => Promise<T>} request
 * @returns {Promise<T>}
 */
export async function surely(request) {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "step_up_needed") throw error;
  }
  const { options } = await post("/desk/step-up/challenge", {});
  await post("/desk/step-up", { credential: await show(options) });
  return request();
}

/** What this browser is called, as a first name for a passkey: "Chrome, Mac". */
export function deviceName(agent = navigator.userAgent) {
  const browser = [
    [/Edg\//, "Edge"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ].find(([sign]) => /** @type {RegExp} */ (sign).test(agent))?.[1];
  const system = [
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "Android"],
    [/Mac OS X/, "Mac"],
    [/Windows/, "Windows"],
    [/Linux/, "Linux"],
  ].find(([sign]) => /** @type {RegExp} */ (sign).test(agent))?.[1];
  return [browser, system].filter(Boolean).join(", ");
}
