/** The only fetch: JSON in, JSON out, and every way to fail becomes a Problem. */

const TIMEOUT_MS = 15_000;

/** @type {Set<Promise<unknown>>} */
const asked = new Set();

/** A problem document (RFC 9457), or the lack of any answer: status 0, code "unreachable". */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} detail
   * @param {number | null} retryAfterSeconds
   */
  constructor(status, code, detail = "", retryAfterSeconds = null) {
    super(detail || code);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @param {number} [longestMs] for what takes its time
 * @returns {Promise<any>}
 */
export function get(path, signal, longestMs) {
  return send(path, { method: "GET" }, signal, longestMs);
}

/**
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function post(path, body, signal) {
  return change("POST", path, body, signal);
}

/**
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function put(path, body, signal) {
  return change("PUT", path, body, signal);
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function remove(path, signal) {
  return change("DELETE", path, {}, signal);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} [signal]
 */
function change(method, path, body, signal) {
  const headers = { "Content-Type": "application/json", "X-Balie": "1" };
  return send(path, { method, headers, body: JSON.stringify(body) }, signal);
}

/** Resolves when everything that was asked has been answered: what nobody waits for goes after it. */
export async function quiet() {
  while (asked.size) await Promise.allSettled(asked);
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @param {AbortSignal} [signal]
 * @param {number} [longestMs]
 */
async function send(path, init, signal, longestMs) {
  const answer = answerOf(path, init, signal, longestMs);
  asked.add(answer);
  try {
    return await answer;
  } finally {
    asked.delete(answer);
  }
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @param {AbortSignal} [signal]
 * @param {number} [longestMs]
 */
async function answerOf(path, init, signal, longestMs = TIMEOUT_MS) {
  const timeout = AbortSignal.timeout(longestMs);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const response = await fetch(path, { ...init, signal: either, credentials: "same-origin" });
    if (response.ok) return response.status === 204 ? null : await response.json();
    throw await problemOf(response);
  } catch (error) {
    signal?.throwIfAborted();
    const problem = error instanceof Problem ? error : new Problem(0, "unreachable");
    if (problem.status === 401) document.dispatchEvent(new Event("balie:signed-out"));
    throw problem;
  }
}

/** @param {Response} response */
async function problemOf(response) {
  const wait = Number(response.headers.get("Retry-After"));
  const retryAfterSeconds = wait > 0 ? wait : null;
  try {
    const { code, detail } = await response.json();
    return new Problem(response.status, String(code ?? ""), String(detail ?? ""), retryAfterSeconds);
  } catch {
    return new Problem(response.status, "", "", retryAfterSeconds);
  }
}
