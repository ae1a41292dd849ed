"""Making up a comparison on the page: rules are changed where they stand, checked, told in words, and run."""

import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

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
# Keys that come faster than a window is painted; "<" takes one away.
FAST = """async (field, keys) => {
  for (const key of keys) {
    field.value = key === "<" ? field.value.slice(0, -1) : field.value + key;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    for (let i = 0; i < 20; i++) await null;
  }
}"""
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
    opened(page, SMALL.replace('"workshop"', '"nowhere"'))
    page.get_by_role("button", name="Run the comparison").click()
    expect(page.locator("#run").get_by_role("alert").first).to_be_visible()
    expect(page.locator("#run")).to_contain_text("expected")
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


def test_numbers_are_typed_as_people_type_them(page: Page) -> None:
    opened(page)
    page.get_by_text("Options", exact=True).click()
    take = field(page, "payout.take").get_by_label("Take", exact=True)
    weeks = page.get_by_label("Weeks", exact=True)
    for one, begun, keys, typed in ((take, "0.15", "<<2", "0.2"), (weeks, "130", "<<<45", "45")):
        one.fill(begun)
        one.evaluate(FAST, keys)
        page.wait_for_timeout(200)  # whatever is drawn late has been drawn
        assert one.input_value() == typed
    expect(page.locator(".changes li", has_text="20 %")).to_be_visible()
    page.wait_for_url(lambda url: '"weeks":45' in unquote(url))


def test_what_is_typed_for_one_candidate_stays_with_it(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Duplicate").click()
    field(page, "payout.take").get_by_label("Take", exact=True).fill("0.9")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_disabled()
    page.get_by_role("tab", name="directory", exact=True).click()
    expect(field(page, "payout.take").get_by_label("Take", exact=True)).to_have_value("0")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()


def test_options_are_refused_where_they_are_typed(page: Page, server: Service) -> None:
    opened(page)
    page.get_by_text("Options", exact=True).click()
    options = page.locator(".options")
    options.get_by_label("Pairs", exact=True).fill("1.5")
    expect(options.get_by_role("alert")).to_have_text("expected a whole number from 2 to 10,000; found 1.5")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_disabled()
    options.get_by_label("Pairs", exact=True).fill("3")
    expect(page.get_by_text("3 futures")).to_be_visible()
    options.get_by_text("Which metrics decide").click()
    metrics = server.ask("{ metrics { code title } }")["data"]["metrics"]
    shown = options.get_by_role("group", name="Metrics that decide").get_by_role("checkbox")
    expect(shown).to_have_count(len(metrics))
    shown.first.check()
    expect(options.get_by_text("Decided by 1 metric")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Run the comparison").click()
    page.wait_for_url("**/experiments/*")
    chosen = "query ($id: ID!) { experiment(id: $id) { options { pairs metrics } } }"
    found = server.ask(chosen, id=page.url.rpartition("/")[2])["data"]["experiment"]["options"]
    assert found == {"pairs": 3, "metrics": [metrics[0]["code"]]}
    page.go_back()
    expect(page.get_by_text("3 futures")).to_be_visible()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"workshop"', '"nowhere"', "There is no world nowhere here"),
        ('"source":"directory"', '"source":"nothing"', "There is no policy nothing here"),
        ('"source":"directory"', '"source":"directory","changes":{"payout.price_rule":{}}', "expected a price rule"),
        ('{"source":"directory"}', ",".join(['{"source":"directory"}'] * 13), "cannot be read"),
    ],
)
def test_an_address_that_cannot_be_is_told_and_leaves_a_page(page: Page, old: str, new: str, told: str) -> None:
    page.goto(f"/?draft={SMALL.replace(old, new)}")
    expect(page.get_by_role("alert").filter(has_text=told).first).to_be_visible()
    expect(page.get_by_role("button", name="Run the comparison")).to_be_visible()


def test_rules_that_no_card_has_are_taken_back_together(page: Page) -> None:
    page.goto("/?draft=" + SMALL.replace('"source":"directory"', '"source":"directory","changes":{"payout.fee":1}'))
    expect(page.get_by_text("These rules cannot be used yet").first).to_be_visible()
    expect(page.get_by_role("button", name="Run the comparison")).to_be_disabled()
    page.get_by_role("button", name="take all back").click()
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()


def test_what_is_taken_back_no_longer_holds_the_comparison(page: Page) -> None:
    opened(page)
    take = field(page, "payout.take").get_by_label("Take", exact=True)
    take.fill("0.2")
    take.fill("0.9")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_disabled()
    page.get_by_role("button", name="take all back").click()
    expect(take).to_have_value("0")
    expect(page.get_by_role("button", name="Run the comparison")).to_be_enabled()


def tabbed_to(page: Page, name: str) -> None:
    """The focus, moved by the tabulator alone to what is so called."""
    wanted = page.get_by_role("button", name=name).or_(page.get_by_label(name, exact=True)).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    opened(page)
    tabbed_to(page, "Add a candidate")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="directory_2")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="directory", exact=True)).to_have_attribute("aria-selected", "true")
    tabbed_to(page, "Take")
    page.keyboard.press("Control+a")
    page.keyboard.type("0.1")
    expect(page.locator(".changes li", has_text="10 %")).to_be_visible()
    expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")
    tabbed_to(page, "Run the comparison")
    page.keyboard.press("Enter")
    page.wait_for_url("**/experiments/*")


@pytest.mark.parametrize("options", [PHONE, {**PHONE, "color_scheme": "dark"}])
def test_a_phone_shows_it_without_scrolling_sideways(page: Page) -> None:
    opened(page)
    page.evaluate("document.querySelectorAll('.rule-card, .rule-card .more').forEach((each) => (each.open = true))")
    downside = page.locator(".rule-card[data-card=downside]")
    downside.get_by_label("Liability", exact=True).select_option(label="cause by cause")
    last = downside.locator(".shares tr").nth(1).get_by_role("textbox").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
    expect(page.locator(".changes")).to_have_attribute("data-fresh", "true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".bar-below summary", has_text="differences").click()
    opened_bar = page.locator(".bar-below .opened")
    assert opened_bar.locator("li").all_inner_texts() == page.locator(".changes li").all_inner_texts() != []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []
