// A small picture of a world, drawn from the numbers of the service's own: a dot for each shop, a line for each tie.
import { html, useState } from "../lib/html.js";
import { useAnswer } from "./loaded.js";
import { Figure } from "./figure.js";
import { Loading } from "./states.js";

const MARGIN = 1; // around the dots, in their unit of length

/** @typedef {import("./figure.js").Picture} Picture */
/** @typedef {{ x: (number | null)[], y: (number | null)[], mode: string, name: string, legendgroup?: string, showlegend?: boolean,
 *   marker?: { size: number, color: string } }} Trace */

/** @param {{ world: string }} props */
export function Portrait({ world }) {
  const { data, error } = useAnswer("WorldPicture", { name: world });
  const [large, setLarge] = useState(false);
  /** @type {Picture | undefined} */
  const picture = /** @type {any} */ (data)?.world?.picture;
  if (error) return html`<p class="soft">Its picture cannot be drawn.</p>`;
  if (data && !(/** @type {any} */ (data).world)) {
    return html`<p class="problem" role="alert">There is no world ${world} here. Choose another.</p>`;
  }
  if (!picture) return html`<div class="portrait"><${Loading} what="Drawing the world" /></div>`;
  if (large) {
    return html`<${Figure} picture=${picture} /><p>
    <button type="button" class="quiet" onClick=${() => setLarge(false)}>Smaller</button></p>`;
  }
  return html`<figure class="portrait">
    <${Small} traces=${/** @type {Trace[]} */ (picture.figure.data)} alt=${picture.alt} />
    <figcaption>${picture.title}. <button type="button" class="link" onClick=${() => setLarge(true)}>Larger</button>
      </figcaption>
  </figure>`;
}

/** @param {{ traces: Trace[], alt: string }} props */
function Small({ traces, alt }) {
  const dots = traces.filter((each) => each.mode === "markers" && each.x.some((x) => x !== null));
  const lines = traces.filter((each) => each.mode === "lines");
  const xs = /** @type {number[]} */ (dots.flatMap((each) => each.x));
  const ys = /** @type {number[]} */ (dots.flatMap((each) => each.y));
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const box = `${left - MARGIN} ${-high - MARGIN} ${right - left + 2 * MARGIN} ${high - low + 2 * MARGIN}`;
  const pixels = Math.max(...dots.map((each) => each.marker?.size ?? 1));
  const named = traces.filter((each) => each.legendgroup && each.showlegend !== false);
  return html`<svg viewBox=${box} role="img" aria-label=${alt}>
      ${lines.map((each) => html`<path class="ties" d=${path(each)} />`)}
      ${dots.map((each) => {
        const radius = (0.82 * (each.marker?.size ?? 1)) / pixels; // the largest touches its neighbours
        return each.x.map((x, i) => html`<circle cx=${x} cy=${-Number(each.y[i])} r=${radius}
          fill=${each.marker?.color} />`);
      })}
    </svg>
    <ul class="legend">${named.map((each) => html`<li><span class="swatch" style=${{ background: each.marker?.color }}>
      </span>${each.name}</li>`)}</ul>`;
}

/** @param {Trace} trace */
function path({ x, y }) {
  let pen = "M";
  return x
    .map((value, i) => {
      if (value === null) {
        pen = "M";
        return "";
      }
      const step = `${pen}${value} ${-Number(y[i])}`;
      pen = "L";
      return step;
    })
    .join("");
}
