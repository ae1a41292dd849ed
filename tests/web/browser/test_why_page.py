"""Why did this shop say no: three clicks from the experiment, in the service's own words and numbers."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.asking import ended, start
from tests.web.browser.axe import serious
from tests.web.test_serve import Service, serving

PHONE = {"viewport": {"width": 390, "height": 844}}
POLICY = "enforceable_trust"
RUN = """
query ($id: ID!, $policy: String!) { experiment(id: $id) {
  runs(role: "arm", policy: $policy, first: 1) { edges { node { run { key } } } }
} }
"""
WEEKS = "query ($run: ID!, $shop: Int!) { run(key: $run) { weeksOf(shop: $shop) { week declined { count } } } }"
WHY = """
query ($run: ID!, $shop: Int!, $week: Int!) { run(key: $run) { why(shop: $shop, week: $week) {
  total decisions(limit: 50) { answer because question parts { label amount } total }
} } }
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server of this file's own."""
    with serving(tmp_path_factory.mktemp("why") / "handoff.db", "--workers", "2") as service:
        yield service


@pytest.fixture(scope="module")
def finished(server: Service) -> str:
    """An experiment whose shops can be asked."""
    wanted = start(server, "Why", policies=[{"name": POLICY}], pairs=2, weeks=80, unilateral=False)
    assert ended(server, wanted) == "FINISHED"
    return wanted


@pytest.fixture(scope="module")
def refused(server: Service, finished: str) -> tuple[str, int, int]:
    """Run, shop and week in which a shop declined work."""
    edges = server.ask(RUN, id=finished, policy=POLICY)["data"]["experiment"]["runs"]["edges"]
    run = edges[0]["node"]["run"]["key"]
    for shop in range(14):
        weeks = server.ask(WEEKS, run=run, shop=shop)["data"]["run"]["weeksOf"]
        for week in weeks:
            if week["declined"]:
                return run, shop, week["week"]
    raise AssertionError("expected a shop that declined work")


def test_three_clicks_lead_to_a_refusal(page: Page, finished: str, refused: tuple[str, int, int]) -> None:
    page.goto(f"/experiments/{finished}")
    page.get_by_role("link", name="Why did a shop say no?").click()
    expect(page.get_by_role("heading", name="Choose a shop")).to_be_visible()
    expect(page.get_by_role("button", name="Shop 13")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name=f"Shop {refused[1]}", exact=True).click()
    expect(page.get_by_text("It said no most in")).to_be_visible()
    assert serious(page) == []
    page.locator(".shortcuts button").first.click()
    expect(page.locator(".decision.said-no").first).to_be_visible()
    assert serious(page) == []


def test_the_decision_is_the_service_s(
    page: Page, server: Service, finished: str, refused: tuple[str, int, int]
) -> None:
    run, shop, week = refused
    why: Any = server.ask(WHY, run=run, shop=shop, week=week)["data"]["run"]["why"]
    page.goto(f"/experiments/{finished}/why?policy={POLICY}&shop={shop}&week={week}")
    expect(page.get_by_role("heading", name=f"Week {week}: {why['total']} decision")).to_be_visible()
    shown = page.locator(".decision.said-no").first
    question = shown.get_by_role("heading").inner_text()
    told = next(each for each in why["decisions"] if each["question"] == question)
    assert shown.locator(".answer").inner_text() == f"{told['answer']}. {told['because']}"
    rows = shown.locator(".waterfall tr").all()
    assert len(rows) == len(told["parts"]) + 1
    assert sum(part["amount"] for part in told["parts"]) == pytest.approx(told["total"], abs=0.01)
    page.reload()
    expect(page.get_by_role("heading", name=f"Week {week}: {why['total']} decision")).to_be_visible()
    page.get_by_label("Kind").select_option(index=1)
    expect(page.locator(".decision").first).to_be_visible()


def test_weeks_are_walked_with_the_arrow_keys(page: Page, finished: str, refused: tuple[str, int, int]) -> None:
    page.goto(f"/experiments/{finished}/why?policy={POLICY}&shop={refused[1]}")
    weeks = page.get_by_role("group", name="Weeks in which it decided something").get_by_role("button")
    weeks.first.focus()
    page.keyboard.press("ArrowRight")
    expect(weeks.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Week ").first).to_be_visible()


@pytest.mark.parametrize("options", [{**PHONE, "color_scheme": "dark"}])
def test_a_phone_shows_it_without_scrolling_sideways(page: Page, finished: str, refused: tuple[str, int, int]) -> None:
    page.goto(f"/experiments/{finished}/why?policy={POLICY}&shop={refused[1]}&week={refused[2]}")
    expect(page.locator(".decision.said-no").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []


def test_what_is_not_there_is_said(page: Page, finished: str) -> None:
    page.goto(f"/experiments/{finished}/why?policy={POLICY}&shop=99")
    expect(page.get_by_role("alert")).to_contain_text("shop: expected")
    page.goto("/experiments/none/why")
    expect(page.get_by_role("heading", name="There is no such experiment")).to_be_visible()
