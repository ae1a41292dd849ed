import { html } from "../lib/html.js";

export function Library() {
  return html`<h1>Library</h1>`;
}
