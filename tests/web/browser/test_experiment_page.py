"""The page of an experiment: it is watched to its end, and shows what the API says."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser.asking import ended, start
from tests.web.browser.axe import serious
from tests.web.browser.conftest import watched
from tests.web.test_serve import Service, serving

PHONE = {"viewport": {"width": 390, "height": 844}}
TITLE = "Is the directory a trap?"
RESULT = """
query ($id: ID!) { experiment(id: $id) {
  resultHash sentences { text } pictures python
  contrasts(headline: true) { policy metric difference verdict unit pairs }
  described { metric }
  runs(first: 100) { total edges { node { role policy run { key seed eventsHash } } } }
} }
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server of this file's own."""
    with serving(tmp_path_factory.mktemp("experiment") / "handoff.db", "--workers", "2") as service:
        yield service


@pytest.fixture(scope="module")
def finished(server: Service) -> str:
    """An experiment with its result."""
    wanted = start(server, TITLE, policies=[{"name": "directory"}, {"name": "enforceable_trust"}], weeks=80)
    assert ended(server, wanted) == "FINISHED"
    return wanted


@pytest.fixture(scope="module")
def result(server: Service, finished: str) -> Any:
    """What the API says of it."""
    return server.ask(RESULT, id=finished)["data"]["experiment"]


def figure(text: str) -> float:
    """The number that a text begins with."""
    found = re.match(r"([+\u2212]?)\$?([\d,.]+)", text)
    assert found, text
    return float(found[2].replace(",", "")) * (-1 if found[1] == "\u2212" else 1)


def test_it_is_watched_from_its_start_to_its_verdict(page: Page, server: Service) -> None:
    wanted = start(server, "Watched", pairs=40, unilateral=False)
    page.goto(f"/experiments/{wanted}")
    expect(page.get_by_role("heading", name="How it stands")).to_be_visible()
    row = page.locator(".standing-row[data-policy=directory]").first
    expect(row.locator("small")).to_contain_text(" to ")
    expect(page.locator(".sharing")).to_have_text("2 workers, all for this one")
    assert serious(page) == []
    expect(page.get_by_role("heading", name="Differences from phone_book")).to_be_visible()
    expect(page.get_by_text("Finished", exact=True)).to_be_visible()
    sentences = page.locator(".sentences p").all_inner_texts()
    page.reload()
    expect(page.locator(".sentences p")).to_have_text(sentences)


def test_what_it_shows_is_what_the_api_says(page: Page, finished: str, result: Any) -> None:
    page.goto(f"/experiments/{finished}")
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    shown = page.locator(".sentences p").all_inner_texts()
    assert shown == [each["text"] for each in result["sentences"]]
    table = page.get_by_role("table").filter(has_text="Headline metrics")
    for each in result["contrasts"]:
        cell = table.locator(f"tr[data-metric={each['metric']}] td[data-policy={each['policy']}]")
        scale = 100 if each["unit"].startswith("share") else 1
        shown_number = figure(cell.locator("strong").inner_text())
        assert shown_number == pytest.approx(scale * each["difference"], rel=0.006, abs=0.006)
        expect(cell.locator(".badge")).to_have_text(each["verdict"].lower())
        expect(cell).to_contain_text(f"{each['pairs']} pairs")
    expect(page.locator(".broken")).to_have_count(0)
    assert serious(page) == []


def test_its_pictures_are_drawn_when_they_come_near(page: Page, finished: str, result: Any) -> None:
    page.goto(f"/experiments/{finished}")
    for name in result["pictures"]:
        picture = page.locator(f"[data-picture={name}]")
        page.locator(".lazy").nth(result["pictures"].index(name)).scroll_into_view_if_needed()
        expect(picture).to_have_attribute("data-drawn", "true")
    assert len(result["pictures"]) == 8


def test_it_can_be_trusted_and_taken_away(page: Page, finished: str, result: Any) -> None:
    page.goto(f"/experiments/{finished}")
    page.get_by_text("Can I trust this?").click()
    expect(page.get_by_text("Exactly zero.")).to_be_visible()
    expect(page.locator(".trust").get_by_text(result["resultHash"])).to_be_visible()
    page.get_by_text("Its runs", exact=True).click()
    runs = page.get_by_role("table").filter(has_text="Look inside")
    first = result["runs"]["edges"][0]["node"]["run"]
    expect(runs.get_by_text(first["eventsHash"][:16]).first).to_be_visible()
    expect(runs).to_contain_text(first["seed"])
    while page.get_by_role("button", name="More runs").is_visible():
        shown = runs.locator("tbody tr").count()
        page.get_by_role("button", name="More runs").click()
        expect(runs.locator("tbody tr").nth(shown)).to_be_visible()
    expect(runs.locator("tbody tr")).to_have_count(result["runs"]["total"])
    page.get_by_text("Reproduce in Python").click()
    assert page.get_by_label("Python").inner_text().strip() == result["python"].strip()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")  # as on another machine
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Select it and copy")).to_be_visible()
    for link in page.locator(".exports a").all():
        address = link.get_attribute("href")
        assert address and page.request.get(address).status == 200
    page.get_by_text("All metrics", exact=True).click()
    everything = page.get_by_role("table").filter(has_text="Every metric")
    expect(everything.locator(f"tr[data-metric='{result['described'][0]['metric']}']")).to_be_attached()
    page.get_by_label("About").select_option("BUYERS")
    expect(page.get_by_role("table").filter(has_text="Metrics of buyers")).to_be_visible()
    page.get_by_text("By size of shop").click()
    expect(page.get_by_role("table").filter(has_text="by size class").get_by_text("small shops")).to_be_visible()
    assert serious(page) == []


def test_it_is_presented_with_the_arrow_keys(page: Page, finished: str, result: Any) -> None:
    page.goto(f"/experiments/{finished}")
    page.get_by_role("button", name="Present").click()
    slide = page.get_by_role("dialog")
    expect(slide.get_by_text(result["sentences"][0]["text"])).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(slide.get_by_text(result["sentences"][1]["text"])).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(slide).to_be_hidden()


def test_it_is_called_off_and_goes_on(page: Page, server: Service) -> None:
    wanted = start(server, "Called off", pairs=2000, unilateral=False)
    page.goto(f"/experiments/{wanted}")
    expect(page.get_by_role("heading", name="How it stands")).to_be_visible()
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("It was called off; this is what")).to_be_visible()
    expect(page.get_by_role("heading", name="Differences from phone_book")).to_be_visible()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_role("button", name="Call it off")).to_be_visible()
    server.ask("mutation ($id: ID!) { deleteExperiment(id: $id) { __typename } }", id=wanted)


def test_calling_it_off_asks_for_the_token_where_one_is_wanted(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "handoff.db", "--workers", "1", "--token", "sesame") as service:
        wanted = start(service, "Guarded", token="sesame", pairs=2000, unilateral=False)
        context = chromium.new_context(base_url=service.address)
        page = watched(context, service.address).page
        page.goto(f"/experiments/{wanted}")
        page.get_by_role("button", name="Call it off").click()
        page.get_by_role("dialog").get_by_label("Token").fill("sesame")
        page.get_by_role("button", name="Keep it for this tab").click()
        page.get_by_role("button", name="Call it off").click()
        expect(page.get_by_role("button", name="Go on with it")).to_be_visible()
        context.close()


def test_runs_that_broke_are_still_told_once_it_has_ended(chromium: Browser, tmp_path: Path) -> None:
    store = tmp_path / "handoff.db"
    with serving(store, "--workers", "1") as service:
        wanted = start(service, "Broken", pairs=2, unilateral=False)
        assert ended(service, wanted) == "FINISHED"
        placed = service.ask(RESULT, id=wanted)["data"]["experiment"]["runs"]["edges"]
    broken = next(each["node"]["run"] for each in placed if each["node"]["policy"] == "directory")
    with sqlite3.connect(store) as database:
        said = "Traceback:\n  of a run\nValueError: no such shop"
        database.execute("UPDATE runs SET failure = ? WHERE key = ?", (json.dumps(said), broken["key"]))
    with serving(store, "--read-only") as service:
        context = chromium.new_context(base_url=service.address)
        page = watched(context, service.address).page
        page.goto(f"/experiments/{wanted}")
        told = page.locator(".broken")
        expect(told).to_contain_text("1 run broke and is left out")
        told.get_by_text("What they said").click()
        expect(told.get_by_role("listitem")).to_contain_text("ValueError: no such shop")
        expect(told.get_by_role("listitem")).to_contain_text(broken["seed"])
        expect(page.get_by_role("button", name="Rename")).to_have_count(0)
        assert serious(page) == []
        context.close()


def test_one_that_is_not_there_says_so(page: Page) -> None:
    page.goto("/experiments/none")
    expect(page.get_by_role("heading", name="There is no such experiment")).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("options", [PHONE, {**PHONE, "color_scheme": "dark"}])
def test_a_phone_shows_it_without_scrolling_sideways(page: Page, finished: str) -> None:
    page.goto(f"/experiments/{finished}")
    expect(page.get_by_role("heading", name="Pictures")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []


def test_it_is_watched_across_a_kill_of_the_server(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "handoff.db", "--workers", "2") as first:
        port = first.address.rpartition(":")[2]
        wanted = start(first, "Across a kill", pairs=60, unilateral=False)
        context = chromium.new_context(base_url=first.address)
        page = watched(context, first.address).page
        page.goto(f"/experiments/{wanted}")
        expect(page.get_by_role("heading", name="How it stands")).to_be_visible()
        first.process.kill()
        first.process.wait()
        expect(page.get_by_text("The service does not answer. What you see stays")).to_be_visible()
        with serving(tmp_path / "handoff.db", "--workers", "2", "--port", port):
            expect(page.get_by_role("heading", name="Differences from phone_book")).to_be_visible()
            context.close()
