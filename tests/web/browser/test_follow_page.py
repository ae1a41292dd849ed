"""Follow a job: two lives side by side, where they part, and the money, as the service tells them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.asking import ended, start
from tests.web.browser.axe import serious
from tests.web.test_serve import Service, serving

PHONE = {"viewport": {"width": 390, "height": 844}}
TELLING = """
query ($id: ID!) { experiment(id: $id) { tellingJobs(policy: "directory", position: 0) {
  jobs differing telling { job movedCents reasons { text } }
} } }
"""
FOLLOW = """
query ($id: ID!, $job: String!) { experiment(id: $id) { follow(policy: "directory", position: 0, job: $job) {
  headline first { week } steps { step same } parties { who differenceCents }
} } }
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server of this file's own."""
    with serving(tmp_path_factory.mktemp("follow") / "handoff.db", "--workers", "2") as service:
        yield service


@pytest.fixture(scope="module")
def finished(server: Service) -> str:
    """An experiment long enough for the directory to tell."""
    wanted = start(server, "Follow", pairs=2, weeks=140, unilateral=False)
    assert ended(server, wanted) == "FINISHED"
    return wanted


@pytest.fixture(scope="module")
def telling(server: Service, finished: str) -> Any:
    """The jobs that tell most, as the API has them."""
    found = server.ask(TELLING, id=finished)["data"]["experiment"]["tellingJobs"]
    assert found["telling"]
    return found


def dollars(cents: float) -> str:
    sign = "\u2212" if cents < 0 else "+" if cents > 0 else ""
    whole, rest = divmod(round(abs(cents)), 100)
    return f"{sign}${whole:,}" + (f".{rest:02}" if rest else "")


def test_the_telling_jobs_lead_to_their_lives(page: Page, server: Service, finished: str, telling: Any) -> None:
    page.goto(f"/experiments/{finished}")
    page.get_by_role("link", name="Follow a job").click()
    expect(page.get_by_text(f"{telling['differing']:,} of {telling['jobs']:,} jobs")).to_be_visible()
    names = page.locator(".telling h3").all_inner_texts()
    assert names == [f"Job {each['job']}" for each in telling["telling"]]
    assert serious(page) == []
    job = telling["telling"][0]["job"]
    page.get_by_role("button", name=f"Job {job}").click()
    told = server.ask(FOLLOW, id=finished, job=job)["data"]["experiment"]["follow"]
    expect(page.locator(".lede", has_text=told["headline"])).to_be_visible()
    expect(page.get_by_role("heading", name=f"Here the two lives part: week {told['first']['week']}")).to_be_visible()
    first = next(each["step"] for each in told["steps"] if not each["same"])
    expect(page.locator(".lives > .first")).to_have_attribute("data-step", first)
    shown = page.locator(".money tbody tr td:last-child").all_inner_texts()
    assert shown[:-1] == [dollars(each["differenceCents"]) for each in told["parties"]]
    assert shown[-1] == "$0"
    assert serious(page) == []
    page.go_back()
    expect(page.get_by_role("heading", name="The jobs that tell most")).to_be_visible()
    page.go_forward()
    page.reload()
    expect(page.locator(".lede", has_text=told["headline"])).to_be_visible()
    page.get_by_text("Pictures", exact=True).click()
    expect(page.locator("[data-picture]").first).to_have_attribute("data-drawn", "true")


def test_a_name_that_is_none_is_refused_where_it_is_typed(page: Page, finished: str) -> None:
    page.goto(f"/experiments/{finished}/follow")
    page.get_by_label("Or a job by its name").fill("seven")
    page.get_by_role("button", name="Follow it").click()
    expect(page.get_by_role("alert")).to_contain_text("expected a job's name")
    page.get_by_label("Or a job by its name").fill("0000-0000-0000")
    page.get_by_role("button", name="Follow it").click()
    expect(page.get_by_role("heading", name="This job cannot be followed")).to_be_visible()
    page.get_by_role("button", name="Other jobs").click()
    expect(page.get_by_role("heading", name="The jobs that tell most")).to_be_visible()


@pytest.mark.parametrize("options", [{**PHONE, "color_scheme": "dark"}])
def test_a_phone_shows_it_without_scrolling_sideways(page: Page, finished: str, telling: Any) -> None:
    page.goto(f"/experiments/{finished}/follow?policy=directory&job={telling['telling'][0]['job']}")
    expect(page.get_by_role("heading", name="Step by step")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []
