// One picture of the service, drawn by plotly.js, which is fetched when the first picture is wanted.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { Failure, Loading } from "./states.js";

/** @typedef {{ name: string, title: string, alt: string, figure: { data: object[], layout: Record<string, any> } }} Picture */

/** @type {Promise<any> | undefined} */
let plotly;

/** @returns {Promise<any>} plotly.js */
function loadPlotly() {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/static/plotly.min.js";
    script.onload = () => resolve(/** @type {any} */ (globalThis).Plotly);
    script.onerror = () => {
      plotly = undefined;
      script.remove();
      reject(new Error("plotly.js could not be loaded"));
    };
    document.head.append(script);
  });
  return plotly;
}

/**
 * A picture with its title as a heading and its description below, said by screen readers in its place.
 * @param {{ picture: Picture, level?: 2 | 3 | 4 }} props
 */
export function Figure({ picture, level = 3 }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [failed, setFailed] = useState(/** @type {unknown} */ (null));
  const [drawn, setDrawn] = useState(false);
  const height = heightOf(picture);
  useEffect(() => {
    let gone = false;
    const node = place.current;
    loadPlotly().then(
      async (Plotly) => {
        if (gone || !node) return;
        await Plotly.react(node, picture.figure.data, laidOut(picture), { responsive: true, displaylogo: false });
        if (!gone) setDrawn(true);
      },
      (error) => !gone && setFailed(error),
    );
    return () => {
      gone = true;
      if (node) plotly?.then((Plotly) => Plotly.purge(node));
    };
  }, [picture]);
  return html`<figure class="plate" data-picture=${picture.name} data-drawn=${drawn}>
    <${`h${level}`}>${picture.title}<//>
    ${failed
      ? html`<${Failure} title="The picture cannot be drawn" error=${failed} />`
      : html`${!drawn && html`<${Loading} what="Drawing" />`}
          <div ref=${place} class="plot" role="group" aria-label=${picture.alt}
            style=${{ minHeight: `${height}px` }} />`}
    <figcaption>${picture.alt}</figcaption>
  </figure>`;
}

/** The room above a picture is for its title, which stands over it as a heading. @param {Picture} picture */
function laidOut(picture) {
  const { title: _, ...layout } = picture.figure.layout;
  const ground = { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
  return { ...layout, ...ground, autosize: true, height: heightOf(picture), margin: { ...layout.margin, t: 40 } };
}

/** @param {Picture} picture */
function heightOf(picture) {
  const { height = 480, margin } = picture.figure.layout;
  return height - (margin?.t ?? 60) + 40;
}
