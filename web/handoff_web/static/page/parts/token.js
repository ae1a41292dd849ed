// Asked for when the service wants a token for changes.
import { html, useEffect, useRef } from "../lib/html.js";
import { giveToken, tokenWanted } from "../lib/api.js";

export function TokenDialog() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const wanted = tokenWanted.value;
  useEffect(() => {
    if (wanted && !dialog.current?.open) dialog.current?.showModal();
  }, [wanted]);
  if (!wanted) return null;
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const field = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("token");
    if (field) giveToken(String(field).trim());
  };
  return html`<dialog ref=${dialog} aria-labelledby="token-title" onClose=${() => (tokenWanted.value = null)}>
    <form onSubmit=${submit}>
      <h2 id="token-title">Changes need a token</h2>
      <p>Whoever started this service set one with <code>--token</code> or <code>HANDOFF_TOKEN</code>. Reading needs none.</p>
      ${wanted.wrong && html`<p class="problem" role="alert">The token given before is not the right one.</p>`}
      <label>Token <input name="token" type="password" autocomplete="off" required autofocus /></label>
      <p class="row">
        <button type="submit">Keep it for this tab</button>
        <button type="button" class="quiet" onClick=${() => dialog.current?.close()}>Not now</button>
      </p>
      <p class="soft">Then do again what you were about to do.</p>
    </form>
  </dialog>`;
}
