"""Making up a comparison on the page: rules are changed where they stand, checked, told in words, and run."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.axe import serious
from tests.web.test_serve import Service

PHONE = {"viewport": {"width": 390, "height": 844}}
DIFF = "query ($a: PolicyInput!, $b: PolicyInput!) { diffPolicies(a: $a, b: $b) { sentence } }"
ASKED = """
query ($id: ID!) { experiment(id: $id) {
  world { ref } baseline { ref } policies { name base changes { path value } } options { pairs weeks }
} }
"""
SMALL = (
    '{"world":"workshop","baseline":"phone_book","candidates":[{"source":"directory"}],'
    '"pairs":2,"weeks":30,"unilateral":false}'
)


def opened(page: Page, draft: str = SMALL) -> None:
    """The page with a draft, its rules on the table."""
    page.goto("/")  # the address of a test is not written by hand in the page's own way
    page.goto(f"/?draft={draft}")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()
    expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")


def draft_of(page: Page) -> Any:
    """What the address keeps."""
    return json.loads(parse_qs(urlsplit(page.url).query)["draft"][0])


def field(page: Page, path: str) -> Any:
    return page.locator(f".field[data-path='{path}']")


def test_a_first_visit_can_be_run_as_it_is(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()
    expect(page.get_by_label("Baseline")).to_have_value("phone_book")
    expect(page.get_by_role("tab", name="enforceable_trust")).to_be_visible()
    expect(page.get_by_role("img", name="Shops as dots")).to_be_visible()
    assert page.locator(".rule-card").count() == 8
    page.wait_for_url("**/?draft=*")
    assert draft_of(page)["baseline"] == "phone_book"
    assert serious(page) == []


def test_a_changed_rule_is_told_in_the_service_s_own_words(page: Page, server: Service) -> None:
    opened(page)
    take = field(page, "payout.take")
    take.get_by_label("Take", exact=True).fill("0.11")
    expect(page.locator(".changes li", has_text="11 %")).to_be_visible()
    expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")
    derived = {"derived": {"base": "directory", "changes": [{"path": "payout.take", "value": 0.11}]}}
    told = server.ask(DIFF, a={"name": "phone_book"}, b=derived)["data"]["diffPolicies"]
    assert page.locator(".changes li").all_inner_texts() == [each["sentence"] for each in told]
    expect(take.get_by_text("was 0%")).to_be_visible()
    take.get_by_role("button", name="take it back").click()
    expect(take.get_by_label("Take", exact=True)).to_have_value("0")
    page.wait_for_url(lambda url: "changes" not in url)


def test_what_cannot_be_is_refused_where_it_is_typed(page: Page) -> None:
    opened(page)
    take = field(page, "payout.take")
    take.get_by_label("Take", exact=True).fill("0.9")
    expect(take.get_by_role("alert")).to_contain_text("expected a number from 0 to 0.4")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_disabled()
    expect(page.get_by_text("What stands in take cannot be used")).to_be_visible()
    take.get_by_label("Take", exact=True).fill("0.2")
    expect(take.get_by_role("alert")).to_be_hidden()
    card = page.locator(".rule-card[data-card=downside]")
    card.locator("summary").first.click()
    page.get_by_label("Originator", exact=True).first.fill("0.9")
    split = page.locator("fieldset[data-path='governance.default_split']")
    expect(split.get_by_role("alert").first).to_contain_text("add up to")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_disabled()
    assert serious(page) == []
    split.get_by_role("button", name="Make them add up").click()
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()


def test_the_address_keeps_the_draft(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Duplicate").click()
    page.get_by_label("Name", exact=True).fill("dearer")
    field(page, "payout.take").get_by_label("Take", exact=True).fill("0.11")
    page.wait_for_url(lambda url: "0.11" in url)
    page.reload()
    page.get_by_role("tab", name="dearer").click()
    expect(field(page, "payout.take").get_by_label("Take", exact=True)).to_have_value("0.11")
    page.goto("/?draft={nonsense")
    expect(page.get_by_role("alert").filter(has_text="cannot be read")).to_be_visible()
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()


def test_it_runs_and_is_duplicated_with_every_change(page: Page, server: Service) -> None:
    opened(page)
    page.get_by_label("Name", exact=True).fill("dearer")
    field(page, "payout.take").get_by_label("Take", exact=True).fill("0.11")
    expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")
    page.get_by_role("button", name="Run the comparison").click()
    page.wait_for_url("**/experiments/*")
    wanted = page.url.rpartition("/")[2]
    assert server.ask(ASKED, id=wanted)["data"]["experiment"] == {
        "world": {"ref": "workshop"},
        "baseline": {"ref": "phone_book"},
        "policies": [{"name": "dearer", "base": "directory", "changes": [{"path": "payout.take", "value": 0.11}]}],
        "options": {"pairs": 2, "weeks": 30},
    }
    page.get_by_role("link", name="Duplicate and edit").click()
    expect(page.get_by_role("tab", name="dearer")).to_be_visible()
    expect(field(page, "payout.take").get_by_label("Take", exact=True)).to_have_value("0.11")
    page.wait_for_url("**/?draft=*")
    kept = draft_of(page)
    assert (kept["pairs"], kept["weeks"], kept["candidates"][0]["name"]) == (2, 30, "dearer")


def test_a_refusal_of_the_service_is_shown_where_it_belongs(page: Page) -> None:
    opened(page, SMALL.replace('"pairs":2', '"pairs":1'))
    page.get_by_role("button", name="Run the comparison").click()
    expect(page.get_by_role("alert").filter(has_text="pairs: expected 2 to 10000").first).to_be_visible()
    assert page.url.rpartition("/")[2].startswith("?")


def test_rules_are_saved_and_offered_to_start_from(page: Page, server: Service) -> None:
    opened(page)
    page.get_by_label("Name", exact=True).fill("saved_on_the_page")
    field(page, "payout.take").get_by_label("Take", exact=True).fill("0.12")
    page.get_by_role("button", name="Save these rules").click()
    expect(page.get_by_text("Saved as saved_on_the_page@1")).to_be_visible()
    expect(page.get_by_label("Starts from")).to_have_value("saved_on_the_page@1")
    found = server.ask('{ policy(name: "saved_on_the_page") { changes { path value } } }')["data"]["policy"]
    assert found["changes"] == [{"path": "payout.take", "value": 0.12}]


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    opened(page)
    page.get_by_label("Take", exact=True).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("0.1")
    expect(page.locator(".changes li", has_text="10 %")).to_be_visible()
    page.get_by_role("button", name="Add a candidate").focus()
    page.keyboard.press("Enter")
    page.get_by_role("tab", selected=True).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="directory", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")
    page.get_by_role("button", name="Run the comparison").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/experiments/*")


@pytest.mark.parametrize("options", [PHONE, {**PHONE, "color_scheme": "dark"}])
def test_a_phone_shows_it_without_scrolling_sideways(page: Page) -> None:
    opened(page)
    page.evaluate("document.querySelectorAll('.rule-card, .rule-card .more').forEach((each) => (each.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("link", name="differences")).to_be_visible()
    assert serious(page) == []
