// The pictures of a result, each fetched and drawn when it comes near.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { askPatiently } from "../lib/api.js";
import { Figure } from "./figure.js";
import { Failure, Loading } from "./states.js";

const NEAR = "600px"; // below the window

/** @typedef {import("./figure.js").Picture} Picture */

/** @typedef {"experiment" | "question"} Of - What has the picture. */

/** @type {Record<Of, (id: string, name: string, abort: AbortSignal) => Promise<Picture>>} */
const FETCH = {
  experiment: async (id, name, abort) => {
    /** @type {{ experiment: { figure: Picture } }} */
    const { experiment } = await askPatiently("ExperimentFigure", { id, name }, abort);
    return experiment.figure;
  },
  question: async (id, name, abort) => {
    /** @type {{ askedQuestion: { answer: { figure: Picture } } }} */
    const { askedQuestion } = await askPatiently("AskedFigure", { id, name }, abort);
    return askedQuestion.answer.figure;
  },
};

/** @param {{ of: Of, id: string, names: string[] }} props */
export function Pictures({ of, id, names }) {
  return names.map((name) => html`<${LazyFigure} key=${name} of=${of} id=${id} name=${name} />`);
}

/** @param {{ of: Of, id: string, name: string }} props */
function LazyFigure({ of, id, name }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return undefined;
    const watcher = new IntersectionObserver(
      (seen) => seen.some((each) => each.isIntersecting) && setNear(true),
      { rootMargin: NEAR },
    );
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return html`<div ref=${place} class="lazy">${near ? html`<${Fetched} of=${of} id=${id} name=${name} />` : null}</div>`;
}

/** @param {{ of: Of, id: string, name: string }} props */
export function Fetched({ of, id, name }) {
  const [picture, setPicture] = useState(/** @type {Picture | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    const abort = new AbortController();
    FETCH[of](id, name, abort.signal).then(setPicture, (why) => abort.signal.aborted || setError(why));
    return () => abort.abort();
  }, [of, id, name]);
  if (error) return html`<${Failure} title="This picture cannot be made" error=${error} />`;
  return picture ? html`<${Figure} picture=${picture} />` : html`<${Loading} what="Drawing a picture" />`;
}
