/** What changes something: confirmed by passkey where it has to be, told, and seen at once. */

import { announce, complaint, explain } from "./components/states.js";
import { surely } from "./passkeys.js";

/**
 * @param {() => Promise<unknown>} load the page again
 * @param {() => void} draw
 */
export function acting(load, draw) {
  let error = "";

  /** @param {() => Promise<unknown>} request @param {string} done */
  async function act(request, done) {
    error = "";
    try {
      await surely(request);
      announce(done);
      await load();
    } catch (failure) {
      error = explain(failure);
      draw();
    }
  }

  return { act, refusal: () => complaint(error) };
}
