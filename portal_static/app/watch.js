/** Keeps a page fresh: when it is seen again, when there is a connection again, and now and then. */

const PERIOD_MS = 20_000;

/**
 * @param {() => Promise<void>} refresh never throws
 * @param {{ signal: AbortSignal, often: () => boolean }} when often: whether to ask periodically
 */
export function keepFresh(refresh, { signal, often }) {
  let busy = false;
  const run = async () => {
    if (busy || document.visibilityState !== "visible" || signal.aborted) return;
    busy = true;
    try {
      await refresh();
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => often() && run(), PERIOD_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  document.addEventListener("visibilitychange", run, { signal });
  addEventListener("focus", run, { signal });
  addEventListener("online", run, { signal });
  addEventListener("pageshow", (event) => event.persisted && run(), { signal });
}
