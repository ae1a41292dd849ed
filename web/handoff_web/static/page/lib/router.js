// Addresses of the page: each can be kept, sent, and opened again. Going somewhere changes the address, nothing else.
import { computed, signal } from "@preact/signals";

const here = signal(new URL(location.href));

addEventListener("popstate", () => (here.value = new URL(location.href)));

/** @typedef {{ name: "compare" | "library" | "questions" | "unknown" }
 *   | { name: "experiment" | "follow" | "why" | "question", id: string }} Place */

/** @param {string} path @returns {Place} */
export function placeOf(path) {
  const parts = path.split("/").filter(Boolean);
  if (parts.length === 0) return { name: "compare" };
  if (parts.length === 1 && (parts[0] === "library" || parts[0] === "questions")) return { name: parts[0] };
  if (parts.length === 2 && parts[0] === "questions") return { name: "question", id: decodeURIComponent(parts[1]) };
  if (parts[0] === "experiments" && parts[1]) {
    const id = decodeURIComponent(parts[1]);
    if (parts.length === 2) return { name: "experiment", id };
    if (parts.length === 3 && (parts[2] === "follow" || parts[2] === "why")) return { name: parts[2], id };
  }
  return { name: "unknown" };
}

/** Where the page is; a new object only when the path changes. */
const path = computed(() => here.value.pathname);
export const place = computed(() => placeOf(path.value));

/** What stands behind the `?` of the address. */
export const asked = computed(() => here.value.searchParams);

/** A whole number from the address; null where there is none. @param {string} word @returns {number | null} */
export function askedNumber(word) {
  const text = asked.value.get(word);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Go to another address of the page. @param {string} to */
export function go(to) {
  history.pushState(null, "", to);
  here.value = new URL(location.href);
  scrollTo(0, 0);
}

/**
 * Write what is chosen into the address, so that it can be kept and sent; null takes a word out.
 * @param {Record<string, string | number | null>} words
 * @param {{ step?: boolean }} [how] - Whether it is a step, which the browser's way back undoes.
 */
export function remember(words, { step = false } = {}) {
  const to = new URL(location.href);
  for (const [name, value] of Object.entries(words)) {
    if (value === null || value === "") to.searchParams.delete(name);
    else to.searchParams.set(name, String(value));
  }
  if (to.href === location.href) return;
  if (step) history.pushState(null, "", to);
  else history.replaceState(null, "", to);
  here.value = to;
}

/** Let the links of the page change the address without loading the page again. @param {MouseEvent} event */
export function followLinks(event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (placeOf(link.pathname).name === "unknown") return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.href);
}
