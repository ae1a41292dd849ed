// Asking a question, quick or in full, with what each costs.
import { html, useState } from "../lib/html.js";
import { ask, Refused } from "../lib/api.js";
import { readOnly } from "../lib/about.js";
import { cost, timesQuick } from "../lib/questions.js";
import { go } from "../lib/router.js";
import { messageOf, Problems } from "./states.js";

/** @typedef {import("../lib/questions.js").Work} Work */
/** @typedef {{ path: string, expected: string, found: string, options: string[] }} Problem */

/**
 * @param {{ question: () => Record<string, string>, title: string, quick?: Work | undefined, full?: Work | undefined,
 *   only?: "QUICK" | "FULL" }} props - `question` is what is sent, `title` what it is called for whoever hears the buttons.
 */
export function AskButtons({ question, title, quick, full, only }) {
  const [refused, setRefused] = useState(/** @type {{ message: string, problems: Problem[] } | null} */ (null));
  const [busy, setBusy] = useState(false);
  if (readOnly.value) return html`<p class="soft">This service only reads: no question can be asked here.</p>`;
  const start = async (/** @type {"QUICK" | "FULL"} */ size) => {
    setBusy(true);
    setRefused(null);
    try {
      /** @type {{ startQuestion: { asked?: { id: string }, message?: string, problems?: Problem[] } }} */
      const { startQuestion: answer } = await ask("StartQuestion", { question: question(), size });
      if (answer.asked) return go(`/questions/${answer.asked.id}`);
      setRefused({ message: answer.message ?? "It was not asked", problems: answer.problems ?? [] });
    } catch (why) {
      if (!(why instanceof Refused && why.code === "UNAUTHENTICATED")) setRefused({ message: messageOf(why), problems: [] });
    }
    return setBusy(false);
  };
  const button = (/** @type {"QUICK" | "FULL"} */ size, /** @type {string} */ words, /** @type {string} */ kind) =>
    html`<button type="button" class=${kind} disabled=${busy} aria-label=${`${words}: ${title}`}
      onClick=${() => start(size)}>${words}</button>`;
  return html`<div class="asking">
    <p class="row">
      ${only !== "FULL" && button("QUICK", "Ask it, quick", "")} ${only !== "QUICK" && button("FULL", "Ask it in full", "quiet")}
    </p>
    <p class="soft">
      ${only !== "FULL" && quick && html`Quick: ${cost(quick)}. `}
      ${only !== "QUICK" && full && html`In full: ${cost(full)}${quick ? timesQuick(quick, full) : ""}.`}
    </p>
    ${refused &&
    (refused.problems.length > 0
      ? html`<${Problems} problems=${refused.problems} />`
      : html`<p class="problem" role="alert">${refused.message}</p>`)}
  </div>`;
}
