// A question that must be answered before something is lost.
import { html, useEffect, useId, useRef, useState } from "../lib/html.js";
import { messageOf } from "./states.js";

/** @param {{ title: string, action: string, act: () => Promise<void>, onCancel: () => void, children?: unknown }} props */
export function Confirm({ title, action, act, onCancel, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const go = async () => {
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (why) {
      setError(why);
      setBusy(false);
    }
  };
  return html`<dialog ref=${dialog} aria-labelledby=${id} onClose=${onCancel}>
    <h2 id=${id}>${title}</h2>
    ${children} ${error ? html`<p class="problem" role="alert">${messageOf(error)}</p>` : null}
    <p class="row">
      <button type="button" class="danger" disabled=${busy} onClick=${go}>${action}</button>
      <button type="button" class="quiet" autofocus onClick=${() => dialog.current?.close()}>Keep it</button>
    </p>
  </dialog>`;
}
