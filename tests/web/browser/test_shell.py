"""What stands around every view."""

from playwright.sync_api import Page, expect


def test_every_address_opens_and_says_where_one_is(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("navigation", name="Page").get_by_role("link", name="Compare")).to_have_attribute(
        "aria-current", "page"
    )
    page.get_by_role("link", name="Library").click()
    expect(page).to_have_url("/library")
    page.go_back()
    expect(page).to_have_url("/")
