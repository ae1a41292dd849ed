"""How soon the page is of use: opened anew in Chromium, beside a bare static page of the same server."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell, ratios
from playwright.sync_api import Browser, sync_playwright
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from handoff_experiments.service import Cited, ExperimentSpec
from handoff_experiments.store import ExperimentRecord, Store
from handoff_scenarios import catalogue
from measures.serving import served

LISTED = 1000  # experiments in the library
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
BARE = "<!doctype html><title>bare</title><h1>A bare page</h1><button>Run</button>"
VIEWS = {  # what is opened: its address, and what there must be to see before it is of use
    "a bare page": ("/bare.html", "button"),
    "the page, to compare": ("/", "main button[type=submit]"),
    "the library": ("/library", ".library > li:nth-child(30)"),
}
AIM = Aim(most=1.0)
MOVES = 60  # of a slider, one in each frame
SMOOTH = Aim(most=0.05)  # from there on browsers speak of a long task
MOVED = """
async moves => {
  const slider = document.querySelector(".field input[type=range]");
  let longest = 0;
  let last = await new Promise(requestAnimationFrame);
  for (let i = 0; i < moves; i++) {
    slider.value = Number(slider.min) + ((slider.max - slider.min) * i) / moves;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the tests.

    Raises:
        RuntimeError: There is none.
    """
    place = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if place is None:
        raise RuntimeError("expected Chromium: run `make browser`, or say where it is with CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place)
        yield browser
        browser.close()


def fill(store: Store) -> None:
    """Put experiments into the library, as if they had been called off at once."""
    spec = ExperimentSpec(
        world=Cited.of(catalogue.world("workshop")),
        baseline=Cited.of(catalogue.policy("phone_book")),
        policies=(Cited.of(catalogue.policy("directory")),),
    ).model_dump(mode="json")
    for number in range(LISTED):
        store.experiments.add(
            ExperimentRecord(
                id=f"{number:032x}",
                title=f"Experiment {number}",
                status="cancelled",
                spec=spec,
                created_at=datetime.now(UTC),
            )
        )


def opened(browser: Browser, address: str, path: str, wanted: str) -> tuple[float, float]:
    """Seconds from navigation to the first paint, and to what makes the page useful; nothing is in a cache."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto(path, wait_until="commit")
    page.wait_for_selector(wanted, state="visible")
    useful, painted = page.evaluate(f"[performance.now(), {PAINTED}]")
    context.close()
    return painted / 1000, useful / 1000


def moved(browser: Browser, address: str) -> float:
    """Seconds of the longest frame while a slider moves."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/")
    page.wait_for_selector(".changes[data-fresh=true]")
    longest = page.evaluate(MOVED, MOVES)
    context.close()
    return float(longest) / 1000


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """First paint and first use of each view."""

    async def bare(_: Request) -> HTMLResponse:
        return HTMLResponse(BARE)

    paints: dict[str, list[float]] = {view: [] for view in VIEWS}
    uses: dict[str, list[float]] = {view: [] for view in VIEWS}
    frames: list[float] = []
    routes = [Route("/bare.html", bare)]
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        served(Path(folder), routes=routes, prepare=fill) as port,
    ):
        address = f"http://127.0.0.1:{port}"
        opened(browser, address, *VIEWS["a bare page"])  # loads the browser
        for turn in range(effort.rounds):
            for number, (view, (path, wanted)) in enumerate(VIEWS.items()):
                tell(turn * len(VIEWS) + number, effort.rounds * len(VIEWS))
                painted, useful = opened(browser, address, path, wanted)
                paints[view].append(painted)
                uses[view].append(useful)
            frames.append(moved(browser, address))
    bare_use, *views = VIEWS
    smooth = Line(what="longest frame while a slider moves", unit="s", rounds=tuple(frames), aim=SMOOTH)
    lines = [Line(what=f"{view}: first paint", unit="s", rounds=tuple(found)) for view, found in paints.items()]
    lines += [
        Line(what=f"{view}: of use", unit="s", rounds=tuple(uses[view]), aim=None if view == bare_use else AIM)
        for view in VIEWS
    ]
    return [
        *lines,
        smooth,
        *(
            Line(what=f"{view} over {bare_use}, of use", unit="times", rounds=ratios(uses[view], uses[bare_use]))
            for view in views
        ),
    ]


MEASURE = Measure(
    name="page",
    question="How soon is the page of use?",
    compared=f"Seconds from navigation in Chromium, nothing cached, {LISTED:,} experiments in the library; to what one "
    "came for: the button that runs, thirty listed experiments",
    ask=ask,
)
