"""The library: find, rename, delete, duplicate; it stays true while experiments go on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser.asking import ended, start
from tests.web.browser.axe import serious
from tests.web.browser.conftest import watched
from tests.web.test_serve import Service, serving

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server with two experiments that have ended."""
    with serving(tmp_path_factory.mktemp("library") / "handoff.db", "--workers", "2") as service:
        for title in ("Listings or the phone", "Quotes at the push of a button"):
            assert ended(service, start(service, title, unilateral=False)) == "FINISHED"
        yield service


def test_a_title_is_found_and_the_address_keeps_what_was_asked(page: Page) -> None:
    page.goto("/library")
    expect(page.get_by_text("2 experiments")).to_be_visible()
    page.get_by_label("Title has").fill("PHONE")
    expect(page.get_by_text("1 experiment")).to_be_visible()
    expect(page.get_by_role("link", name="Listings or the phone", exact=True)).to_be_visible()
    assert serious(page) == []
    page.reload()
    expect(page.get_by_label("Title has")).to_have_value("PHONE")
    expect(page.get_by_text("1 experiment")).to_be_visible()
    page.get_by_label("Title has").fill("nothing like it")
    expect(page.get_by_role("heading", name="None like that")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_text("2 experiments")).to_be_visible()


def test_what_is_started_elsewhere_appears_and_can_be_deleted(page: Page, server: Service) -> None:
    page.goto("/library")
    expect(page.get_by_text("2 experiments")).to_be_visible()
    wanted = start(server, "Started elsewhere", unilateral=False)
    row = page.get_by_role("listitem").filter(has_text="Started elsewhere")
    expect(row.get_by_text("Finished")).to_be_visible()
    assert ended(server, wanted) == "FINISHED"
    row.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete this experiment?")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    row.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(row).to_be_hidden()
    assert server.ask("query ($id: ID!) { experiment(id: $id) { id } }", id=wanted)["data"]["experiment"] is None


def test_a_title_can_be_changed_where_it_stands(page: Page, server: Service) -> None:
    wanted = start(server, "A working title", unilateral=False)
    page.goto("/library")
    page.get_by_role("button", name="Rename A working title").click()
    page.get_by_label("Title", exact=True).fill("A better title")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="A better title", exact=True)).to_be_visible()
    assert server.ask("query ($id: ID!) { experiment(id: $id) { title } }", id=wanted)["data"]["experiment"] == {
        "title": "A better title"
    }


@pytest.mark.parametrize("options", [PHONE])
def test_a_phone_shows_it_without_scrolling_sideways(page: Page) -> None:
    page.goto("/library")
    expect(page.get_by_role("link", name="Listings or the phone", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []


def test_an_empty_store_says_what_to_do(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "empty.db", "--workers", "1") as empty:
        context = chromium.new_context(base_url=empty.address)
        seen = watched(context, empty.address)
        seen.page.goto("/library")
        expect(seen.page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
        assert serious(seen.page) == []
        context.close()
    assert (seen.outside, seen.errors) == ([], [])
