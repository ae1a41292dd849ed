"""A real server on a real store, and Chromium that is let nowhere else."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from tests.web.test_serve import Service, serving

OWN_SCHEMES = ("data:", "blob:")
WIDE = {"width": 1280, "height": 900}
PATIENCE = 60_000  # milliseconds; the machine may be busy, and a run that is lived through again takes seconds


@dataclass
class Watched:
    """A page, with whatever it asked of other hosts and complained of."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")  # it holds an event loop, which other tests want to themselves
def chromium() -> Iterator[Browser]:
    """The browser; without one the tests of the page fail, since nothing else tests it."""
    place = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if place is None:
        pytest.fail("no Chromium found: run `make browser`, or say where it is with CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=place)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server of the tests' own."""
    with serving(tmp_path_factory.mktemp("page") / "handoff.db", "--workers", "2") as service:
        yield service


def watched(context: BrowserContext, address: str) -> Watched:
    """A new page of a context, watched."""

    def only_ours(route: Route) -> None:
        if route.request.url.startswith((address, *OWN_SCHEMES)):
            route.continue_()
        else:
            seen.outside.append(route.request.url)
            route.abort()

    context.set_default_timeout(PATIENCE)
    context.route("**/*", only_ours)
    seen = Watched(context.new_page())
    seen.page.on("console", lambda told: seen.errors.append(told.text) if told.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return seen


@pytest.fixture
def options() -> dict[str, Any]:
    """Options of the browser's context, for tests that want another window or another taste."""
    return {}


@pytest.fixture
def seen(chromium: Browser, server: Service, options: dict[str, Any]) -> Iterator[Watched]:
    """A page of the server; in the end nothing was asked of anybody else, and nothing went wrong in it."""
    context = chromium.new_context(base_url=server.address, **{"viewport": WIDE, **options})
    seen = watched(context, server.address)
    yield seen
    context.close()
    assert seen.outside == []
    assert seen.errors == []


@pytest.fixture
def page(seen: Watched) -> Page:
    """The page itself."""
    return seen.page


@pytest.fixture
def shots(root: Path) -> Path | None:
    """Folder for pictures of the page, where somebody wants them (make screenshots)."""
    wanted = os.environ.get("HANDOFF_SCREENSHOTS")
    return None if wanted is None else root / wanted
