// Light, dark, or as the machine has it.
import { html, signal } from "../lib/html.js";

const KEY = "handoff-theme";
const NEXT = /** @type {Record<string, string>} */ ({ auto: "light", light: "dark", dark: "auto" });
const SIGN = /** @type {Record<string, string>} */ ({ auto: "◐", light: "○", dark: "●" });
const theme = signal(localStorage.getItem(KEY) ?? "auto");

function show() {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
}
show();

export function ThemeButton() {
  const turn = () => {
    theme.value = NEXT[theme.value] ?? "auto";
    localStorage.setItem(KEY, theme.value);
    show();
  };
  return html`<button type="button" class="quiet icon" onClick=${turn} aria-label=${`Colours: ${theme.value}; change`}
    title=${`Colours: ${theme.value}`}>
    <span aria-hidden="true">${SIGN[theme.value]}</span>
  </button>`;
}
