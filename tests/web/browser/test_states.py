"""What the page does when the service is gone, changes nothing, or wants a token first."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser.asking import ended, start
from tests.web.browser.axe import serious
from tests.web.browser.conftest import watched
from tests.web.test_serve import serving

from handoff_experiments.store import open_store

TITLE = "Listings or the phone"
TOKEN = "open sesame"
Visit = Callable[[str], Page]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one experiment."""
    path = tmp_path_factory.mktemp("states") / "handoff.db"
    with serving(path, "--workers", "1") as service:
        assert ended(service, start(service, TITLE, pairs=2, unilateral=False)) == "FINISHED"
    return path


@contextmanager
def visiting(chromium: Browser, address: str) -> Iterator[Page]:
    """The library of a server, in a browser that is let nowhere else."""
    context = chromium.new_context(base_url=address)
    seen = watched(context, address)
    seen.page.goto("/library")
    expect(seen.page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    yield seen.page
    assert seen.outside == []
    context.close()


def a_free_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


def test_a_service_that_changes_nothing_offers_no_change(chromium: Browser, store: Path) -> None:
    with serving(store, "--read-only") as service, visiting(chromium, service.address) as page:
        expect(page.get_by_text("read only", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name=f"Duplicate and edit {TITLE}")).to_be_visible()
        expect(page.get_by_role("button", name=f"Delete {TITLE}")).to_be_hidden()
        assert serious(page) == []


def test_the_page_is_content_with_a_service_that_trusts_its_own_operations_alone(
    chromium: Browser, store: Path
) -> None:
    with serving(store, "--workers", "1", "--trusted-only") as service, visiting(chromium, service.address) as page:
        expect(page).to_have_title("Library · Handoff")
        page.get_by_role("link", name=TITLE, exact=True).click()
        expect(page.get_by_role("heading", name="Differences from phone_book")).to_be_visible()
        page.get_by_role("link", name="Compare").click()
        expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()
        expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")


def test_a_service_that_is_closed_and_opened_again_is_heard_again(chromium: Browser, store: Path) -> None:
    port = a_free_port()
    with serving(store, "--port", port) as service, visiting(chromium, service.address) as page:
        service.process.terminate()  # streams are told that they end
        service.process.wait()
        expect(page.get_by_text("The service does not answer. What you see stays")).to_be_visible()
        with serving(store, "--port", port) as again:
            wanted = start(again, "Started after a pause", pairs=2, unilateral=False)
            expect(page.get_by_role("listitem").filter(has_text="Started after a pause")).to_be_visible()
            assert ended(again, wanted) == "FINISHED"


def test_a_change_asks_for_the_token_once(chromium: Browser, store: Path) -> None:
    with serving(store, "--token", TOKEN) as service, visiting(chromium, service.address) as page:
        asked = page.get_by_role("dialog", name="Changes need a token")
        for token, wrong in (("something else", False), (TOKEN, True)):
            page.get_by_role("button", name=f"Rename {TITLE}").click()
            page.get_by_label("Title", exact=True).fill("Another title")
            page.get_by_role("button", name="Rename", exact=True).click()
            expect(asked).to_be_visible()
            expect(asked.get_by_text("not the right one")).to_be_visible(visible=wrong)
            assert serious(page) == []
            asked.get_by_label("Token").fill(token)
            asked.get_by_role("button", name="Keep it for this tab").click()
            expect(asked).to_be_hidden()
            page.get_by_role("button", name="Leave it").click()
        page.get_by_role("button", name=f"Rename {TITLE}").click()
        page.get_by_label("Title", exact=True).fill(TITLE)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
        expect(asked).to_be_hidden()


def test_a_service_that_is_gone_is_waited_for(chromium: Browser, store: Path) -> None:
    port = a_free_port()
    with serving(store, "--port", port) as service:
        address = service.address
        with visiting(chromium, address) as page:
            service.process.kill()
            service.process.wait()
            banner = page.get_by_text("The service does not answer. What you see stays")
            expect(banner).to_be_visible()
            expect(page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
            assert serious(page) == []
            with serving(store, "--port", port) as again:
                assert again.address == address
                wanted = start(again, "Started when it was back", pairs=2, unilateral=False)
                expect(banner).to_be_hidden()
                row = page.get_by_role("listitem").filter(has_text="Started when it was back")
                expect(row.get_by_text("Finished")).to_be_visible()
                assert ended(again, wanted) == "FINISHED"


def test_an_experiment_that_could_not_go_on_says_why(chromium: Browser, store: Path) -> None:
    with open_store(str(store)) as opened:
        wanted = next(row for row in opened.experiments.list(first=9).rows if row.title == TITLE)
        opened.experiments.update(
            wanted.id, status="failed", failure="no room on the disk\nTraceback", result=None, result_sha256=None
        )
    with serving(store, "--workers", "1") as service, visiting(chromium, service.address) as page:
        expect(page.get_by_text("no room on the disk")).to_be_visible()
        page.get_by_role("link", name=TITLE, exact=True).click()
        expect(page.get_by_role("heading", name="It could not go on")).to_be_visible()
        expect(page.get_by_role("alert")).to_contain_text("no room on the disk")
        assert serious(page) == []
        page.get_by_role("button", name="Go on with it").click()
        expect(page.get_by_role("heading", name="Differences from phone_book")).to_be_visible()


def test_an_address_that_leads_nowhere_says_so(page: Page) -> None:
    page.goto("/")
    page.evaluate("history.pushState(null, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
