import { html } from "../lib/html.js";

/** @param {{ id: string }} props */
export function Follow({ id }) {
  return html`<h1>Follow ${id}</h1>`;
}
