// The pictures of a result, each fetched and drawn when it comes near.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { askPatiently } from "../lib/api.js";
import { Figure } from "./figure.js";
import { Failure, Loading } from "./states.js";

const NEAR = "600px"; // below the window

/** @typedef {import("./figure.js").Picture} Picture */

/** @param {{ id: string, names: string[] }} props */
export function Pictures({ id, names }) {
  return names.map((name) => html`<${LazyFigure} key=${name} id=${id} name=${name} />`);
}

/** @param {{ id: string, name: string }} props */
function LazyFigure({ id, name }) {
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
  return html`<div ref=${place} class="lazy">${near ? html`<${Fetched} id=${id} name=${name} />` : null}</div>`;
}

/** @param {{ id: string, name: string }} props */
export function Fetched({ id, name }) {
  const [picture, setPicture] = useState(/** @type {Picture | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    const abort = new AbortController();
    askPatiently("ExperimentFigure", { id, name }, abort.signal).then(
      (answer) => setPicture(/** @type {{ experiment: { figure: Picture } }} */ (answer).experiment.figure),
      (why) => abort.signal.aborted || setError(why),
    );
    return () => abort.abort();
  }, [id, name]);
  if (error) return html`<${Failure} title="This picture cannot be made" error=${error} />`;
  return picture ? html`<${Figure} picture=${picture} />` : html`<${Loading} what="Drawing a picture" />`;
}
