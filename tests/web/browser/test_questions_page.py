"""The questions on the page: asked, watched, read, changed; and what is shown where that cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser.asking import QUESTION, answered
from tests.web.browser.axe import serious
from tests.web.browser.conftest import watched
from tests.web.test_serve import Service, serving

from handoff_experiments.questions import question, questions

PHONE = {"viewport": {"width": 390, "height": 844}}
ANSWER = """query ($id: ID!) { askedQuestion(id: $id) { resultHash progress { status } answer { sentences
  combinations(world: "reach", metric: "S1") { combination difference } figures { name title } tables { title } } } }"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server of this file's own."""
    with serving(tmp_path_factory.mktemp("questions") / "handoff.db", "--workers", "2") as service:
        yield service


@pytest.fixture(scope="module")
def finished(server: Service) -> str:
    """A question that was answered."""
    return answered(server)


@pytest.fixture(scope="module")
def told(server: Service, finished: str) -> Any:
    """What the API says of it."""
    return server.ask(ANSWER, id=finished)["data"]["askedQuestion"]


@contextmanager
def visiting(chromium: Browser, service: Service, path: str, **options: Any) -> Iterator[Page]:
    """A page of a server, in a browser that is let nowhere else."""
    context = chromium.new_context(base_url=service.address, **options)
    seen = watched(context, service.address)
    seen.page.goto(path)
    yield seen.page
    context.close()
    assert (seen.outside, seen.errors) == ([], [])


def test_every_question_of_the_catalogue_is_a_card_with_its_costs(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Questions").click()
    expect(page).to_have_title("Questions · Handoff")
    for name in questions():
        asked = question(name)
        card = page.get_by_role("listitem", name=asked.title)
        expect(card.get_by_text(asked.question)).to_be_visible()
        expect(card.get_by_text(f"Quick: {asked.plan('quick').runs:,} runs in")).to_be_visible()
        expect(card.get_by_text(f"In full: {asked.plan('full').runs:,} runs in")).to_be_visible()
        expect(card.locator("cite")).to_have_text([] if asked.expected is None else [asked.expected.source])
    assert serious(page) == []


def test_a_question_is_asked_watched_called_off_and_gone_on_with(page: Page) -> None:
    page.goto("/questions")
    asked = question("capture")
    title = asked.title
    page.get_by_role("button", name=f"Ask it, quick: {title}").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(page.get_by_text("In default", exact=True)).to_be_visible()
    expect(page.get_by_text(f"runs of {asked.plan('quick').runs}")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_role("heading", name="It was called off before there was anything to read")).to_be_visible()
    expect(page.get_by_text("Cancelled")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("Cancelled")).to_be_visible()
    page.get_by_role("link", name="All questions").click()
    row = page.get_by_role("listitem", name=title).filter(has_text="Cancelled")
    row.get_by_role("button", name=f"Delete {title}").click()
    dialog = page.get_by_role("dialog", name="Delete this question?")
    dialog.get_by_role("button", name="Delete").click()
    expect(row).to_be_hidden()


def test_an_answer_begins_with_its_words_and_shows_what_the_api_says(page: Page, finished: str, told: Any) -> None:
    page.goto(f"/questions/{finished}")
    for sentence in told["answer"]["sentences"]:
        expect(page.get_by_text(sentence, exact=True)).to_be_visible()
    expect(page.get_by_text("The more it keeps, the less they earn.")).to_be_visible()
    expect(page.get_by_text("take, lower from take 0 to take 0.3")).to_be_visible()
    expect(page.get_by_text("Another market.")).to_be_visible()
    page.locator("[data-picture=picture_1]").scroll_into_view_if_needed()
    expect(page.locator("[data-picture=picture_1]")).to_have_attribute("data-drawn", "true")
    expect(page.get_by_role("heading", name=told["answer"]["figures"][0]["title"])).to_be_visible()
    page.locator("#combinations-world").select_option("reach")
    rows = page.locator("[data-combination]")
    expect(rows).to_have_count(8)
    page.get_by_role("button", name="All 9 combinations").click()
    expect(rows).to_have_count(9)
    ordered = sorted(told["answer"]["combinations"], key=lambda each: -float(each["difference"]))
    assert [row.get_attribute("data-combination") for row in rows.all()] == [each["combination"] for each in ordered]
    page.get_by_text("Can I trust this?").click()
    expect(page.get_by_text(told["resultHash"])).to_be_visible()
    table = told["answer"]["tables"][0]["title"]
    page.get_by_text(f"Table: {table}", exact=True).click()
    expect(page.get_by_role("region", name=table).get_by_role("row")).to_have_count(1 + 2 * 2 * 9)
    assert serious(page) == []


def test_the_answer_is_presented_with_the_arrow_keys(page: Page, finished: str, told: Any) -> None:
    page.goto(f"/questions/{finished}")
    page.get_by_role("button", name="Present").click()
    slides = page.get_by_role("dialog", name="How much may the network keep?, presented")
    expect(slides.get_by_text(told["answer"]["sentences"][0])).to_be_visible()
    for _ in told["answer"]["sentences"]:
        page.keyboard.press("ArrowRight")
    expect(slides.locator("[data-picture=picture_1]")).to_have_attribute("data-drawn", "true")
    assert serious(page) == []


def test_a_question_is_changed_and_what_is_wrong_with_it_is_told(page: Page, finished: str) -> None:
    page.goto(f"/questions/{finished}")
    page.get_by_role("link", name="Change it and ask again").click()
    field = page.get_by_label("Question file")
    expect(field).to_have_value(QUESTION)
    expect(field).to_be_focused()
    field.fill(QUESTION.replace("payout.take", "payout.tke"))
    own = page.get_by_role("button", name="Ask it, quick: a question of your own")
    own.click()
    problem = page.get_by_role("alert").filter(has_text="payout.tke").first
    expect(problem).to_contain_text("take, sub_fee")
    assert serious(page) == []
    field.fill(QUESTION)
    own.click()
    expect(page).to_have_url(f"{page.url.split('/questions')[0]}/questions/{finished}")


@pytest.mark.parametrize("options", [PHONE])
def test_a_phone_shows_them_without_scrolling_sideways(page: Page, finished: str) -> None:
    for path, heading in (("/questions", "To ask"), (f"/questions/{finished}", "What each level does")):
        page.goto(path)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious(page) == []


def test_a_question_that_nobody_asked_is_told_as_such(page: Page) -> None:
    page.goto("/questions/none")
    expect(page.get_by_role("heading", name="No such question was asked")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="See the questions").click()
    expect(page.get_by_role("heading", name="To ask")).to_be_visible()


def test_a_service_that_only_reads_shows_answers_and_asks_nothing(
    chromium: Browser, server: Service, tmp_path: Path
) -> None:
    store = tmp_path / "handoff.db"
    with serving(store, "--workers", "2") as service:
        answered(service)
    with (
        serving(store, "--read-only", "--trusted-only") as service,
        visiting(chromium, service, "/questions") as page,
    ):
        expect(page.get_by_text("This service only reads: no question can be asked here.").first).to_be_visible()
        expect(page.get_by_role("button", name="Ask it")).to_have_count(0)
        page.get_by_role("link", name="How much may the network keep?").click()
        expect(page.get_by_role("heading", name="What each level does")).to_be_visible()
        expect(page.get_by_role("button", name="Ask it in full")).to_have_count(0)
        assert serious(page) == []
