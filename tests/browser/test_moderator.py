"""The moderator, without touching the mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import text_of
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.weights]

REASON, REASON_ZH = "The product looks different from the photo", "商品与原图不一致"
NOTE = "The label has another colour."


def test_a_moderator_decides_by_keyboard_and_the_seller_learns_why(visit, studio):
    page = visit("/accounts/login/")
    keys = page.keyboard
    while not page.locator("input[type=email]").evaluate("box => box === document.activeElement"):
        keys.press("Tab")
    keys.type("moderator@example.com")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")

    expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible()
    press(page, "j")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    first = page.url
    press(page, "a")
    expect(page.get_by_text("Approved: 青瓷茶瓶")).to_be_visible()
    assert page.url != first

    second = page.url
    press(page, "r")
    expect(page.get_by_role("checkbox", name=REASON)).to_be_visible()
    keys.press("1")
    expect(page.get_by_role("checkbox", name=REASON)).to_be_checked()
    keys.press("n")
    keys.type(NOTE)
    keys.press("Control+Enter")
    expect(page.get_by_text("Rejected: 青瓷茶瓶")).to_be_visible()
    assert page.url != second

    seller = visit("/s/chapu/decisions/", "mei@example.com", locale="zh-CN")
    decided = seller.get_by_role("listitem").filter(has=seller.get_by_role("heading"))
    rejected = decided.filter(has_text=REASON_ZH)
    expect(rejected).to_contain_text(NOTE)
    expect(seller.get_by_role("link", name="青瓷茶瓶")).to_have_count(2)

    mail = studio.mail_to("mei@example.com", saying=NOTE)
    assert REASON_ZH in text_of(mail)
    assert "青瓷茶瓶" in mail["Subject"]


def press(page: Page, key: str) -> None:
    """One key, once the page listens to it."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)
