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
from tests.web.browser.asking import ask_question, ended, start
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


def told(page: Page) -> None:
    """Ready once the rules are on the table and told in words."""
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()
    expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")
    expect(page.get_by_role("img", name="Shops as dots")).to_be_visible()


def opened_trust(page: Page) -> None:
    seen("Pictures")(page)
    page.get_by_text("Can I trust this?").click()
    page.get_by_text("Can I trust this?").scroll_into_view_if_needed()


def drawn(page: Page) -> None:
    """Ready once the first picture is drawn."""
    seen("Pictures")(page)
    page.locator(".lazy").first.scroll_into_view_if_needed()
    expect(page.locator("[data-picture]").first).to_have_attribute("data-drawn", "true")


def refused(page: Page) -> None:
    """Ready once a value that cannot be is refused."""
    told(page)
    page.get_by_label("Take", exact=True).fill("0.9")
    expect(page.get_by_role("alert").first).to_be_visible()


def presented(page: Page) -> None:
    seen("Pictures")(page)
    page.get_by_role("button", name="Present").click()


def first_refusal(page: Page) -> None:
    """Ready once a shop's refusals of a week are shown."""
    page.locator(".shortcuts button").first.click(timeout=60_000)
    expect(page.locator(".decision").first).to_be_visible(timeout=60_000)
    page.evaluate("document.querySelector('.shortcuts').scrollIntoView()")


def first_job(page: Page) -> None:
    """Ready once the job that tells most is followed."""
    page.locator(".telling button").first.click(timeout=60_000)
    seen("Step by step")(page)
    page.evaluate("document.querySelector('.lives').scrollIntoView()")


def going(page: Page) -> None:
    """Ready once a question is being run."""
    expect(page.get_by_role("progressbar")).to_be_visible(timeout=60_000)


def away(service: Service) -> Callable[[Page], object]:
    """Ready once the service is gone."""

    def ready(page: Page) -> None:
        seen("Library")(page)
        expect(page.get_by_text("1 experiment")).to_be_visible()
        service.process.kill()
        expect(page.get_by_text("The service does not answer. What you see stays")).to_be_visible()

    return ready


def token_asked(page: Page) -> None:
    told(page)
    page.get_by_role("button", name="Run the comparison").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def take_all(browser: Browser, service: Service) -> None:
    """The states of a service at work."""
    camera = Camera(browser, service)
    camera.take("compare", "/", ready=told)
    camera.take("compare_whole", "/", ready=told, whole=True)
    camera.take("compare_phone", "/", ready=told, **PHONE)
    camera.take("compare_dark", "/", ready=told, color_scheme="dark")
    camera.take("compare_projector", "/", ready=told, **PROJECTOR)
    camera.take("compare_refused", "/", ready=refused)
    policies = [{"name": "directory"}, {"name": "enforceable_trust"}]
    asked = {"world": {"name": "default"}, "policies": policies, "weeks": WEEKS}
    under_way = start(service, "Who is better off?", pairs=400, **{**asked, "unilateral": False})
    waiting = [start(service, f"Waits {number}", pairs=400, **asked) for number in range(5)]
    camera.take("queued", f"/experiments/{waiting[-1]}", ready=seen("It waits for its turn"))
    for each in waiting:
        service.ask("mutation ($id: ID!) { deleteExperiment(id: $id) { __typename } }", id=each)
    camera.take("running", f"/experiments/{under_way}", ready=seen("How it stands"))
    camera.take("running_phone", f"/experiments/{under_way}", ready=seen("How it stands"), **PHONE)
    service.ask("mutation ($id: ID!) { cancelExperiment(id: $id) { __typename } }", id=under_way)
    camera.take("cancelled", f"/experiments/{under_way}", ready=seen("Pictures"))
    finished = start(service, "Is the directory a trap?", pairs=24, **asked)
    ended(service, finished)
    address = f"/experiments/{finished}"
    camera.take("result", address, ready=seen("Pictures"))
    camera.take("result_whole", address, ready=drawn, whole=True)
    camera.take("result_phone", address, ready=seen("Pictures"), **PHONE)
    camera.take("result_dark", address, ready=seen("Pictures"), color_scheme="dark")
    camera.take("trust", address, ready=opened_trust)
    camera.take("pictures", address, ready=drawn)
    camera.take("present", address, ready=presented, **PROJECTOR)
    camera.take("why_shops", f"{address}/why?policy=enforceable_trust", ready=seen("Choose a shop"))
    camera.take("why", f"{address}/why?policy=enforceable_trust&shop=11", ready=first_refusal)
    camera.take("why_whole", f"{address}/why?policy=enforceable_trust&shop=11", ready=first_refusal, whole=True)
    camera.take("follow_jobs", f"{address}/follow", ready=seen("The jobs that tell most"))
    camera.take("follow", f"{address}/follow", ready=first_job)
    camera.take("follow_whole", f"{address}/follow", ready=first_job, whole=True)
    camera.take("follow_phone", f"{address}/follow", ready=first_job, **PHONE)
    camera.take("questions", "/questions", ready=seen("To ask"))
    camera.take("questions_phone", "/questions", ready=seen("To ask"), **PHONE)
    camera.take("question_own", "/questions?change=capture", ready=seen("A question of your own"))
    answered = ask_question(service)
    camera.take("question_running", f"/questions/{answered}", ready=going)
    camera.take("answer", f"/questions/{answered}", ready=drawn, whole=True)
    camera.take("answer_phone", f"/questions/{answered}", ready=drawn, whole=True, **PHONE)
    camera.take("answer_present", f"/questions/{answered}", ready=presented, **PROJECTOR)
    camera.take("library", "/library", ready=seen("Library"))
    camera.take("library_phone", "/library", ready=seen("Library"), **PHONE)
    camera.take("no_such_experiment", "/experiments/none", ready=seen("There is no such experiment"))


def main() -> None:
    """Take all pictures."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        with serving(Path(folder) / "empty.db", "--workers", "1") as service:
            Camera(browser, service).take("library_empty", "/library", ready=seen("Nothing here yet"))
        with serving(Path(folder) / "token.db", "--workers", "1", "--token", "open sesame") as service:
            Camera(browser, service).take("token", "/", ready=token_asked)
        with serving(Path(folder) / "handoff.db", "--workers", "2") as service:
            take_all(browser, service)
        with serving(Path(folder) / "handoff.db", "--read-only") as service:
            Camera(browser, service).take("read_only", "/", ready=seen("What changes for a shop"))
        with serving(Path(folder) / "away.db", "--workers", "1") as service:
            ended(service, start(service, "Listings or the phone"))
            Camera(browser, service).take("away", "/library", ready=away(service))


if __name__ == "__main__":
    main()
