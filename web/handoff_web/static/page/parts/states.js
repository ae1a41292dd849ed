// What the page shows while there is nothing to show yet, any more, or at all.
import { html } from "../lib/html.js";
import { Refused } from "../lib/api.js";

/** @param {{ what: string }} props */
export function Loading({ what }) {
  return html`<p class="state loading" role="status"><span class="spinner" aria-hidden="true"></span> ${what} …</p>`;
}

/** @param {{ title: string, children?: unknown }} props */
export function Empty({ title, children }) {
  return html`<section class="state empty"><h2>${title}</h2>${children}</section>`;
}

/**
 * Something that could not be done, and what can be done about it.
 * @param {{ title?: string, error: unknown, again?: () => void, children?: unknown }} props
 */
export function Failure({ title = "That did not work", error, again, children }) {
  const away = error instanceof Refused && error.code === "AWAY";
  return html`<section class="state failure" role="alert">
    <h2>${away ? "The service does not answer" : title}</h2>
    <p>${away ? "It may be starting, or was ended. This page goes on by itself as soon as it is back." : messageOf(error)}</p>
    ${children}
    ${again && html`<p><button type="button" onClick=${again}>Try again</button></p>`}
  </section>`;
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {{ problems: { path: string, expected: string, found: string, options: string[] }[] }} props */
export function Problems({ problems }) {
  return html`<div role="alert"><ul class="problems">
    ${problems.map(
      (each) => html`<li>
        <code>${each.path}</code>: expected ${each.expected}; found ${each.found}${" "}
        ${each.options.length > 0 && html`<span class="soft">(${each.options.slice(0, 8).join(", ")})</span>`}
      </li>`,
    )}
  </ul></div>`;
}
