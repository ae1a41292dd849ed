// Whom the workers work for besides one experiment.
import { html, useEffect } from "../lib/html.js";
import { workers } from "../lib/about.js";
import { sharing } from "../lib/runs.js";
import { useAnswer } from "./loaded.js";

const SECONDS = 10; // between looks at the others
const ACTIVE = { status: ["QUEUED", "RUNNING"], first: 1 };

/** For an experiment that has not ended. */
export function Sharing() {
  const { data, again } = useAnswer("Experiments", ACTIVE);
  useEffect(() => {
    const timer = setInterval(again, 1000 * SECONDS);
    return () => clearInterval(timer);
  }, []);
  const total = /** @type {{ experiments: { total: number } } | undefined} */ (data)?.experiments.total;
  const others = total === undefined ? undefined : Math.max(0, total - 1);
  return html`<span class="sharing">${sharing(workers.value, others)}</span>`;
}
