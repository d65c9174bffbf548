/** What this browser may remember between visits; a browser that refuses simply forgets. */

/**
 * @param {string} key
 * @param {Storage} [store]
 * @returns {any} null when nothing is remembered
 */
export function recall(key, store = localStorage) {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {unknown} value null forgets it
 * @param {Storage} [store]
 */
export function remember(key, value, store = localStorage) {
  try {
    if (value === null) store.removeItem(key);
    else store.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows may refuse storage; nothing here is needed to go on.
  }
}
