// What can be taken away from a result: files, and a script that makes it again.
import { html, useState } from "../lib/html.js";

/** @typedef {{ name: string, meaning: string, path: string }} Export */

/** @param {{ exports: Export[], python: string | null }} props */
export function TakeAway({ exports: files, python }) {
  const report = files.find((each) => each.name === "report.html");
  return html`<h2>Take it with you</h2>
    ${report && html`<p>
      <a class="button" href=${report.path} target="_blank">Open the report</a> <span
        class="soft">${report.meaning}</span>
      </p>`}
    <ul class="exports">
      ${files
        .filter((each) => each !== report)
        .map((each) => html`<li><a href=${each.path} download>${each.name}</a> <span class="soft">${each.meaning}</span>
          </li>`)}
    </ul>
    ${python && html`<details><summary>Reproduce in Python</summary><${Code} text=${python} /></details>`}`;
}

/** @param {{ text: string }} props */
function Code({ text }) {
  const [said, setSaid] = useState("Copy");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Select it and copy"), // the browser does not let a page copy here
    );
  return html`<p><button type="button" class="quiet" onClick=${copy} aria-live="polite">${said}</button></p>
    <pre tabindex="0" aria-label="Python"><code>${text}</code></pre>`;
}
