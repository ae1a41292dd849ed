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
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("Select it and copy"); // no page may copy here; over plain HTTP from another machine there is no clipboard at all
    }
  };
  return html`<p><button type="button" class="quiet" onClick=${copy} aria-live="polite">${said}</button></p>
    <pre tabindex="0" aria-label="Python"><code>${text}</code></pre>`;
}
