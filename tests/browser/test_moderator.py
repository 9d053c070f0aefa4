"""The moderator, without touching the mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import text_of
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.weights]

REASON, REASON_ZH = "The product looks different from the photo", "商品与原图不一致"
NOTE = "The label has another colour."
LOOKS = 60
LENS = """stage => ({
  zoom: stage.style.getPropertyValue("--zoom"),
  x: Number(stage.style.getPropertyValue("--x")),
})"""


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
    until_differences_are_drawn(page)
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


def test_the_desk_by_keyboard_alone(visit):
    """Claim, look closely, see what differs, comment, leave one, ask for changes, go on."""
    page = visit("/review/", "moderator@example.com")
    press(page, "Enter")
    expect(page.locator("[data-claim]")).to_be_visible()
    first = page.url

    press(page, "z")
    expect(page.locator("[data-stage]")).to_have_class(re.compile("is-zoomed"))
    press(page, "+")
    before = page.locator("[data-stage]").evaluate(LENS)
    press(page, "ArrowRight")
    after = page.locator("[data-stage]").evaluate(LENS)
    assert after["x"] < before["x"]
    assert after["zoom"] == before["zoom"]
    press(page, "z")
    expect(page.locator("[data-stage]")).not_to_have_class(re.compile("is-zoomed"))
    press(page, "s")
    expect(page.get_by_role("button", name="Side by side")).to_have_attribute(
        "aria-pressed", "true"
    )
    press(page, "s")

    until_differences_are_drawn(page)
    press(page, "d")
    heat = page.locator("[data-pane=slider] [data-heat-shown]")
    expect(heat).to_have_attribute("src", re.compile("^blob:"))
    expect(heat).to_have_css("opacity", "1")
    press(page, "d")
    expect(heat).to_have_css("opacity", "0")

    press(page, "m")
    page.keyboard.type("Compare with the one before.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#comments")).to_contain_text("Compare with the one before.")

    press(page, "x")
    press(page, "2")
    expect(page.get_by_role("radio", name="A specialist should see it")).to_be_checked()
    press(page, "Enter")
    expect(page.get_by_text("Left to others")).to_be_visible()
    second = page.url
    assert second != first

    press(page, "c")
    press(page, "6")
    expect(page.get_by_role("checkbox", name="The product is cut off")).to_be_checked()
    press(page, "Enter")
    expect(page.get_by_text("Needs changes:")).to_be_visible()
    assert page.url != second


def test_pictures_stay_blurred_until_they_are_asked_for(visit):
    page = visit("/review/log/", "moderator@example.com")
    page.goto("/review/")
    page.mouse.move(0, 0)
    picture = page.locator(".calmed img").first
    expect(picture).to_have_css("filter", "none")

    press(page, "b")
    expect(picture).to_have_css("filter", re.compile("blur"))
    page.reload()
    expect(picture).to_have_css("filter", re.compile("blur"))
    page.keyboard.down("v")
    expect(picture).to_have_css("filter", "none")
    page.keyboard.up("v")
    expect(picture).to_have_css("filter", re.compile("blur"))
    press(page, "b")
    expect(picture).to_have_css("filter", "none")


def test_the_keys_of_the_desk_are_listed(visit, studio):
    page = visit(studio.addresses["waiting"], "moderator@example.com")
    press(page, "?")

    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    for words in ("Zoom in", "Slider or side by side", "Next, without deciding", "Write a comment"):
        expect(sheet).to_contain_text(words)


def until_differences_are_drawn(page: Page) -> None:
    """A worker looks at the picture after it was submitted; the page is asked for again."""
    button = page.get_by_role("button", name="Differences")
    for _ in range(LOOKS):
        if button.count():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    expect(button).to_be_visible()


def press(page: Page, key: str) -> None:
    """One key, once the page listens to it."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)
