"""Pictures of every main state of the page, for people to look at: ``make screenshots``.

A server of its own answers, on a store of its own; nothing is kept but the pictures in ``out/screenshots``.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.web.browser.asking import ended, start
from tests.web.test_serve import Service, serving

OUT = Path(__file__).resolve().parents[3] / "out" / "screenshots"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
WEEKS = 156


@contextmanager
def browsing() -> Iterator[Browser]:
    """The browser of the tests."""
    place = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if place is None:
        sys.exit("no Chromium found: run `make browser`, or say where it is with CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place)
        yield browser
        browser.close()


class Camera:
    """Takes pictures of a server's page."""

    def __init__(self, browser: Browser, service: Service) -> None:
        self.browser, self.service = browser, service

    def take(
        self, name: str, path: str, *, ready: Callable[[Page], object], whole: bool = False, **options: Any
    ) -> None:
        """One picture, once the page is ready for it."""
        context = self.browser.new_context(base_url=self.service.address, **{**DESK, **options})
        page = context.new_page()
        page.goto(path)
        ready(page)
        page.wait_for_timeout(400)  # whatever moves comes to rest
        page.screenshot(path=OUT / f"{name}.png", full_page=whole)
        context.close()
        print(f"{name}.png", flush=True)


def seen(text: str) -> Callable[[Page], object]:
    """Ready once a heading is there."""
    return lambda page: expect(page.get_by_role("heading", name=text).first).to_be_visible(timeout=60_000)


def main() -> None:
    """Take all pictures."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        with serving(Path(folder) / "empty.db", "--workers", "1") as service:
            Camera(browser, service).take("library_empty", "/library", ready=seen("Nothing here yet"))
        with serving(Path(folder) / "handoff.db", "--workers", "2") as service:
            camera = Camera(browser, service)
            finished = start(
                service,
                "Is the directory a trap?",
                policies=[{"name": "directory"}, {"name": "enforceable_trust"}],
                pairs=12,
                weeks=WEEKS,
            )
            ended(service, finished)
            camera.take("library", "/library", ready=seen("Library"))
            camera.take("library_phone", "/library", ready=seen("Library"), **PHONE)


if __name__ == "__main__":
    main()
