import { html } from "../lib/html.js";

/** @param {{ id: string }} props */
export function Why({ id }) {
  return html`<h1>Why ${id}</h1>`;
}
