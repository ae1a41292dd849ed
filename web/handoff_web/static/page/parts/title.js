// What a tab of the browser is called.
import { useEffect } from "../lib/html.js";

/** @param {string | undefined} text - Nothing yet if undefined. */
export function useTitle(text) {
  useEffect(() => {
    if (text) document.title = `${text} · Handoff`;
    return () => void (document.title = "Handoff");
  }, [text]);
}
