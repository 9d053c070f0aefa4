"""Attributes in a real browser: evidence under pointer, keyboard and thumb; one tap to confirm."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.words import zh

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SELLER = "ann@example.com"
PHONE = {
    "locale": "zh-CN",
    "viewport": {"width": 360, "height": 780},
    "is_mobile": True,
    "has_touch": True,
}
NOTHING_HIDDEN = "document.documentElement.scrollWidth <= innerWidth"


def opened(visit, title: str, **window) -> Page:
    page = visit("/s/anns/products/", SELLER, **window)
    page.get_by_role("link", name=title).click()
    expect(page.locator("#attributes")).to_be_visible()
    return page


def test_evidence_is_shown_under_the_pointer_and_the_keyboard(visit):
    page = opened(visit, "Long dress")
    chip = page.locator("#attr-colour")
    peek = page.locator("details:has(#attr-colour) + .attr__peek")
    expect(peek).to_be_hidden()

    chip.hover()
    expect(peek.get_by_role("img", include_hidden=True)).to_be_visible()
    page.mouse.move(0, 0)
    expect(peek).to_be_hidden()

    page.locator("#attr-category").focus()
    for _ in range(2):  # past its button
        page.keyboard.press("Tab")
    expect(chip).to_be_focused()
    expect(peek).to_be_visible()
    box, picture = (
        peek.locator(part).first.bounding_box() for part in (".seen__box rect", ".seen__photo img")
    )
    assert box
    assert picture
    assert box["width"] == pytest.approx(0.5 * picture["width"], abs=8)  # as was told, and a line
    assert box["y"] > picture["y"]


def test_one_tap_confirms_and_the_message_undoes_it(visit):
    page = opened(visit, "Short dress")
    panel = page.locator("#attributes")
    panel.get_by_role("button", name="Confirm Colour: Blue").click()
    expect(page.get_by_text("Colour: Blue.")).to_be_visible()
    expect(panel.locator("#attr-colour")).to_contain_text("confirmed")

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    expect(page.locator("#attr-colour")).to_contain_text("very likely")


def test_a_value_is_corrected_by_keyboard_alone(visit):
    page = opened(visit, "Short dress")
    page.locator("#attr-category").focus()
    page.keyboard.press("Enter")
    form = page.locator("details:has(#attr-category) .attr__form")
    select = form.get_by_label("Correct it")
    expect(select).to_be_visible()
    select.select_option("Skirt · 半身裙")
    select.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#attr-category")).to_contain_text("Skirt")
    expect(page.locator("#attr-category")).to_contain_text("yours")
    page.locator("#attr-category").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Leave it to the machine").press("Enter")
    expect(page.locator("#attr-category")).to_contain_text("Dress")


def test_a_disputed_price_is_settled_with_a_thumb_in_chinese(visit):
    page = opened(visit, "Dress for ¥99", **PHONE)
    panel = page.locator("#attributes")
    expect(panel.get_by_text(zh("Sources differ"))).to_be_visible()
    expect(panel.get_by_text(zh("The title says"))).to_be_visible()
    assert page.evaluate(NOTHING_HIDDEN)

    panel.locator("#attr-colour").tap()
    menu = panel.locator("details[open] .attr__panel")
    expect(menu.get_by_role("img", include_hidden=True).first).to_be_visible()
    small = [
        control.evaluate("one => one.getBoundingClientRect().height")
        for control in menu.locator("button, select").all()
    ]
    assert min(small) >= 44
    page.keyboard.press("Escape")

    choice = panel.locator(".attr__sides").get_by_role("button", name=re.compile("89.00 CNY"))
    choice.tap()
    expect(panel.locator("#attr-price")).to_contain_text(zh("confirmed"))
    panel.get_by_role("button", name=zh("Sell at this price")).tap()
    page.get_by_role("button", name=zh("Yes, go on")).tap()
    expect(page.get_by_text("89.00 CNY").first).to_be_visible()
    expect(panel.locator(".attr-offer")).to_have_count(0)
    assert page.evaluate(NOTHING_HIDDEN)


def test_the_list_is_filtered_and_many_are_set_at_once(visit):
    page = visit("/s/anns/products/", SELLER)
    page.keyboard.press("f")
    filters = page.locator(".filters__panel")
    filters.get_by_role("link", name=re.compile("^Blue 3")).click()
    expect(page.get_by_role("link", name="Take the filter away: Blue")).to_be_visible()

    page.keyboard.press("x")
    page.keyboard.press("a")
    page.get_by_role("button", name="Attributes", exact=True).click()
    page.get_by_label("Or set for all").select_option("Striped · 条纹")
    page.get_by_role("button", name="Set for all").click()
    expect(page.get_by_text("Pattern: Striped for 3 products.")).to_be_visible()
    expect(page.get_by_role("link", name="Take the filter away: Blue")).to_be_visible()

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
