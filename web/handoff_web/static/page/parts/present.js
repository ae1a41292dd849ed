// For a projector: one sentence or picture at a time, large, with the arrow keys.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { Fetched } from "./pictures.js";

/** @param {{ of: import("./pictures.js").Of, shown: { id: string, title: string, sentences: { audience: string, text: string }[], pictures: string[] } }} props */
export function Present({ of, shown: { id, title, sentences, pictures } }) {
  const [at, setAt] = useState(-1);
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const slides = [
    ...sentences.map(({ audience, text }) => html`${audience && html`<p class="kicker">${audience}</p>`}<p class="large">${text}</p>`),
    ...pictures.map((name) => html`<${Fetched} key=${name} of=${of} id=${id} name=${name} />`),
  ];
  const open = at >= 0;
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
  }, [open]);
  const turn = (/** @type {number} */ by) => setAt((before) => Math.min(slides.length - 1, Math.max(0, before + by)));
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key === "ArrowRight" || event.key === "PageDown" || event.key === " ") turn(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
    else return;
    event.preventDefault();
  };
  return html`<button type="button" class="quiet" onClick=${() => setAt(0)}>Present</button>
    ${open &&
    html`<dialog ref=${dialog} class="present" aria-label=${`${title}, presented`} onClose=${() => setAt(-1)}
      onKeyDown=${key}>
      <p class="row">
        <strong>${title}</strong><span class="fill"></span>
        <span class="soft">${at + 1} of ${slides.length}</span>
        <button type="button" class="quiet" onClick=${() => turn(-1)} disabled=${at === 0}>Back</button>
        <button type="button" autofocus onClick=${() => turn(1)} disabled=${at === slides.length - 1}>Next</button>
        <button type="button" class="quiet" onClick=${() => dialog.current?.close()}>Close</button>
      </p>
      <div class="slide" key=${at}>${slides[at]}</div>
    </dialog>`}`;
}
