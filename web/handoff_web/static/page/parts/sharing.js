// Whom the workers work for besides one experiment.
import { html, useEffect } from "../lib/html.js";
import { workers } from "../lib/about.js";
import { sharing } from "../lib/runs.js";
import { useAnswer } from "./loaded.js";

const SECONDS = 10; // between looks at the others

/** For an experiment that has not ended. */
export function Sharing() {
  const { data, again } = useAnswer("Active", {});
  useEffect(() => {
    const timer = setInterval(again, 1000 * SECONDS);
    return () => clearInterval(timer);
  }, []);
  const active = /** @type {{ service: { active: number } } | undefined} */ (data)?.service.active;
  const others = active === undefined ? undefined : Math.max(0, active - 1);
  return html`<span class="sharing">${sharing(workers.value, others)}</span>`;
}
