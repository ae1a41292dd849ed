import { html } from "../lib/html.js";

/** @param {{ id: string }} props */
export function Experiment({ id }) {
  return html`<h1>Experiment ${id}</h1>`;
}
