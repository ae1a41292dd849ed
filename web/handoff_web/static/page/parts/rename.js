// Another title for an experiment, where the title stands.
import { html, useEffect, useId, useRef, useState } from "../lib/html.js";
import { ask } from "../lib/api.js";
import { messageOf } from "./states.js";

/** @param {{ id: string, title: string, onDone: (title: string) => void, onCancel: () => void }} props */
export function Rename({ id, title, onDone, onCancel }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const name = useId();
  useEffect(() => field.current?.select(), []);
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    const wanted = field.current?.value.trim() ?? "";
    try {
      /** @type {{ renameExperiment: { message?: string, experiment?: { title: string } } }} */
      const { renameExperiment: answer } = await ask("RenameExperiment", { id, title: wanted });
      if (answer.message) throw new Error(answer.message);
      onDone(answer.experiment?.title ?? wanted);
    } catch (why) {
      setError(why);
    }
  };
  return html`<form class="row rename" onSubmit=${submit}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && onCancel()}>
    <label class="visually-hidden" for=${name}>Title</label>
    <input id=${name} ref=${field} defaultValue=${title} required maxlength="200"
      aria-invalid=${error ? "true" : undefined} />
    <button type="submit">Rename</button>
    <button type="button" class="quiet" onClick=${onCancel}>Leave it</button>
    ${error ? html`<p class="problem" role="alert">${messageOf(error)}</p>` : null}
  </form>`;
}
