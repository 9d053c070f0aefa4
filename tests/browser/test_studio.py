"""The studio page with the real reader, renderer and shipped plates: at a desk, and on a phone."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.words import zh
from tests.factories import PASSWORD
from tests.pictures import flat_picture, jpeg_of

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SELLER = "seller@example.com"
DRAWN_MS = 60_000  # a set that nobody asked for before, on a machine that does other things too
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "zh-CN",
}


def test_one_tap_then_words_then_the_hand_each_bring_a_new_picture(visit):
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Brown bottle").click()
    page.get_by_role("link", name="Studio", exact=True).click()

    tap_a_theme_and_keep_the_first(page)
    change_it_in_words(page)
    move_it_with_the_keys(page)
    go_back_in_history(page)


def tap_a_theme_and_keep_the_first(page: Page) -> None:
    page.get_by_role("button", name="Minimal", exact=True).click()
    expect(cards(page)).to_have_count(4)
    expect(stage_picture(page)).to_be_visible()
    assert is_loaded(stage_picture(page))
    cancel_what_waits(page)

    star = page.get_by_role("button", name="Favourite", exact=True)
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(cards(page).first).to_contain_text("Favourite")


def change_it_in_words(page: Page) -> None:
    """In Chinese, with a word that means nothing, a chip taken away and one added."""
    before = shown(page)
    words = page.get_by_label("Change it in words")
    words.fill("换成大理石台面，加几片树叶，布灵布灵")
    expect(chip(page, "surface").get_by_role("combobox")).to_have_value("marble")
    expect(chip(page, "props").get_by_role("combobox")).to_have_value("leaves")
    expect(page.locator("#chips")).to_contain_text("布灵布灵")

    chip(page, "props").get_by_role("button", name="Take away: Props").click()
    expect(chip(page, "props")).to_have_count(0)
    page.get_by_text("Add", exact=True).click()
    page.get_by_role("button", name="Pictures", exact=True).click()
    chip(page, "variants").get_by_role("combobox").select_option("1")
    page.get_by_role("button", name="Change", exact=True).click()

    expect(cards(page)).to_have_count(1)
    expect(chip(page, "surface").get_by_role("combobox")).to_have_value("marble")
    expect(chip(page, "props")).to_have_count(0)
    picture_other_than(page, before)


def move_it_with_the_keys(page: Page) -> None:
    before = shown(page)
    page.get_by_role("button", name="Move", exact=True).click()
    product = page.get_by_role("application")
    expect(product).to_be_focused()
    began = product.bounding_box()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft"):
        product.press(key)
    moved = product.bounding_box()
    assert began
    assert moved
    assert moved["x"] < began["x"] - 10
    product.press("Enter")

    expect(cards(page)).to_have_count(2)
    picture_other_than(page, before)


def go_back_in_history(page: Page) -> None:
    """To the theme and forward again; what is deleted comes back."""
    history = page.get_by_role("region", name="History")
    expect(history.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Back a step").click()
    expect(cards(page)).to_have_count(4)
    expect(chip(page, "surface").get_by_role("combobox")).to_have_value("plaster")

    said = history.get_by_role("listitem").filter(has_text="换成大理石台面")
    said.get_by_role("button", name="Delete").click()
    expect(history.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(history.get_by_role("listitem")).to_have_count(2)


def test_ten_thousand_characters_are_counted_and_kept(visit):
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Brown bottle").click()
    page.get_by_role("link", name="Studio", exact=True).click()

    box = page.locator("#prompt")
    box.fill("暖" * 10_000)

    expect(page.get_by_text("This text is 8000 characters too long.")).to_be_visible()
    box.press("Enter")
    expect(page.locator("[data-ask]")).to_be_disabled()
    assert box.input_value() == "暖" * 10_000


def test_a_phone_in_chinese_shows_one_part_at_a_time(visit):
    page = visit("/accounts/login/", **PHONE)
    page.locator("input[type=email]").fill("mei@example.com")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name=zh("Sign in")).tap()
    page.get_by_role("link", name="青瓷茶瓶").tap()
    page.get_by_role("link", name=zh("Studio"), exact=True).tap()

    theme = page.get_by_role("button", name="简约", exact=True)
    words = page.get_by_label(zh("Describe the scene"))
    themes = page.get_by_role("tab", name=zh("Themes"))
    expect(themes).to_have_attribute("aria-selected", "true")  # once the page can be tapped
    expect(theme).to_be_visible()
    expect(words).to_be_hidden()

    page.get_by_role("tab", name=zh("Words")).tap()
    expect(theme).to_be_hidden()
    words.fill("木桌，秋天")
    expect(chip(page, "occasion").get_by_role("combobox")).to_have_value("autumn")

    themes.tap()
    theme.tap()
    expect(page.get_by_role("tab", name=zh("Results"))).to_have_attribute("aria-selected", "true")
    expect(page.locator(".results__said")).to_have_text("简约")  # the words were not sent along
    expect(page.locator("#prompt")).to_have_value("木桌，秋天")
    expect(stage_picture(page)).to_be_visible()
    cancel_what_waits(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_backdrop_of_ones_own_and_a_look_from_a_picture(visit):
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Brown bottle").click()
    page.get_by_role("link", name="Studio", exact=True).click()

    themes = page.get_by_role("tab", name="Themes")
    expect(themes).to_have_attribute("aria-selected", "true")  # the page's script is there
    page.get_by_role("tab", name="Backdrop").click()
    expect(page.get_by_label("Find a theme")).to_be_hidden()
    page.get_by_text("Floating", exact=True).click()
    page.get_by_label("Upload a background of your own").set_input_files(picture("table.jpg"))
    page.get_by_role("button", name="table.jpg", exact=True).click()
    expect(page.locator(".results__said")).to_have_text("Your own background")
    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text("Floating", timeout=DRAWN_MS)
    expect(stage_picture(page)).to_be_visible()
    expect(page.get_by_role("button", name="More like this")).to_have_count(0)

    page.get_by_role("tab", name="Reference").click()
    page.get_by_label("Choose a picture you like").set_input_files(picture("liked.jpg"))
    expect(chip(page, "brightness").get_by_role("combobox")).to_have_value("dark")
    expect(page.get_by_text("Its look stands below your words.")).to_be_visible()


def picture(name: str) -> FilePayload:
    """A dark red picture, as a file that is chosen."""
    data = jpeg_of(flat_picture(480, 400, (90, 10, 20)))
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def cards(page: Page) -> Locator:
    return page.locator("[data-variant-card]")


def chip(page: Page, field: str) -> Locator:
    return page.locator(f"[data-chip='{field}']")


def stage_picture(page: Page) -> Locator:
    return page.locator("[data-stage-picture]")


def shown(page: Page) -> str:
    """The address of the picture on the stage, without its version: a finer one is the same."""
    return str(stage_picture(page).get_attribute("src")).split("?")[0]


def picture_other_than(page: Page, before: str) -> None:
    """Once another picture is on the stage than the one at `before`."""
    other = re.compile(rf"^(?!{re.escape(before)}\?)")
    expect(stage_picture(page)).to_have_attribute("src", other, timeout=DRAWN_MS)
    assert is_loaded(stage_picture(page))


def is_loaded(image: Locator) -> bool:
    told = image.evaluate("async image => { await image.decode(); return image.naturalWidth }")
    return int(told) >= 1000


def cancel_what_waits(page: Page) -> None:
    """The variants that nobody has begun: a set takes seconds to draw."""
    told = "|".join(["Waiting for its turn", zh("Waiting for its turn")])
    waiting = cards(page).filter(has_text=re.compile(told))
    while count := waiting.count():
        waiting.last.get_by_role("button").last.click()
        expect(waiting).not_to_have_count(count)
