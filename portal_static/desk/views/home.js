/** The first page: the first place that the role allows. */

import { openPlaces } from "../components/shell.js";
import { navigate } from "../router.js";

export function open() {
  const [first] = openPlaces();
  queueMicrotask(() => navigate(first?.path ?? "/account", { replace: true }));
  return { title: () => "", draw: () => undefined };
}
