// The page as a whole: what stands around every view, and which view the address asks for.
import { html, render, useEffect, useRef } from "./lib/html.js";
import { service } from "./lib/api.js";
import { followLinks, place } from "./lib/router.js";
import { TokenDialog } from "./parts/token.js";
import { ThemeButton } from "./parts/theme.js";
import { readOnly } from "./lib/about.js";
import { Empty } from "./parts/states.js";
import { Compare } from "./views/compare.js";
import { Experiment } from "./views/experiment.js";
import { Follow } from "./views/follow.js";
import { Library } from "./views/library.js";
import { Question } from "./views/question.js";
import { Questions } from "./views/questions.js";
import { Why } from "./views/why.js";

const NAVIGATION = [
  { to: "/", text: "Compare", name: "compare" },
  { to: "/questions", text: "Questions", name: "questions" },
  { to: "/library", text: "Library", name: "library" },
];

function Page() {
  const where = place.value;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) document.querySelector("main")?.focus({ preventScroll: true });
    first.current = false;
  }, [where]);
  return html`<div onClick=${followLinks}>
    <a class="skip" href="#main">To the content</a>
    <header class="top">
      <a class="brand" href="/">Handoff</a>
      <nav aria-label="Page">
        ${NAVIGATION.map(
          ({ to, text, name }) =>
            html`<a href=${to} aria-current=${where.name === name ? "page" : undefined}>${text}</a>`,
        )}
      </nav>
      <span class="fill"></span>
      ${readOnly.value && html`<span class="tag" title="This service answers questions and changes nothing">read only</span>`}
      <a class="workbench" href="/graphiql">GraphiQL</a>
      <${ThemeButton} />
    </header>
    ${service.value === "away" &&
    html`<p class="banner" role="status">
      The service does not answer. What you see stays; this page goes on by itself when it is back.
    </p>`}
    <main id="main" tabindex="-1"><${View} key=${JSON.stringify(where)} where=${where} /></main>
    <${TokenDialog} />
  </div>`;
}

/** @param {{ where: import("./lib/router.js").Place }} props */
function View({ where }) {
  switch (where.name) {
    case "compare":
      return html`<${Compare} />`;
    case "library":
      return html`<${Library} />`;
    case "questions":
      return html`<${Questions} />`;
    case "question":
      return html`<${Question} id=${where.id} />`;
    case "experiment":
      return html`<${Experiment} id=${where.id} />`;
    case "follow":
      return html`<${Follow} id=${where.id} />`;
    case "why":
      return html`<${Why} id=${where.id} />`;
    default:
      return html`<${Empty} title="There is no such page"><p><a href="/">Compare rules</a> or look into the <a href="/library">library</a>.</p><//>`;
  }
}

const page = /** @type {HTMLElement} */ (document.getElementById("page"));
page.replaceChildren();
render(html`<${Page} />`, page);
