"""The brand kit and the advert editor in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pixels import downloaded
from tests.browser.words import zh
from tests.flows.test_brand import logo_png
from tests.pictures import opened

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SELLER = "seller@example.com"
GREEN = (31, 90, 60)
UNBREAKABLE = "Handthrownstonewarefromthehillsabovetheoldrivertownandmore"
# Whether the preview's upper left corner has a colour, give or take the backdrop's shading.
CORNER_IS = """async colour => {
  const image = document.querySelector("[data-advert-shown]");
  await image.decode();
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.drawImage(image, 8, 8, 1, 1, 0, 0, 1, 1);
  const seen = canvas.getImageData(0, 0, 1, 1).data;
  return colour.every((level, index) => Math.abs(level - seen[index]) < 40);
}"""
PHONE = {"locale": "zh-CN", "viewport": {"width": 360, "height": 780}, "is_mobile": True}


def test_the_brand_kit_shows_what_is_chosen_before_it_is_saved(visit):
    page = visit("/s/teashop/settings/brand/", SELLER)
    headline = page.get_by_text("Fresh spring tea").first

    page.get_by_label("Main colour", exact=True).fill("#1f5a3c")
    expect(headline).to_have_css("color", f"rgb{GREEN}")
    page.get_by_role("group", name="Headlines").get_by_label("Elegant serif").check()
    expect(headline).to_have_css("font-family", re.compile("serif-latin"))
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": logo_png()}
    page.get_by_label("Choose a file").set_input_files(logo)
    expect(page.locator("[data-preview-logo]").first).to_be_visible()

    page.get_by_role("button", name="Save brand kit").click()
    expect(page.get_by_text("Saved. Adverts made from now on look like this.")).to_be_visible()
    expect(page.get_by_role("img", name="Your logo")).to_be_visible()
    expect(headline).to_have_css("color", f"rgb{GREEN}")

    page.get_by_role("button", name="Main colour: clear").click()
    page.get_by_role("group", name="Headlines").get_by_label("As the layout is").check()
    page.get_by_label("Remove the logo").check()
    page.get_by_role("button", name="Save brand kit").click()
    expect(page.get_by_role("img", name="Your logo")).to_have_count(0)


def test_an_advert_is_previewed_made_in_two_sizes_and_changed(visit, watch):
    watch.expect("status of 422")  # of the word that is too long
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Blue bottle").click()
    page.get_by_role("link", name="Make an advert").first.click()

    expect(page.get_by_label("Headline")).to_have_value("Blue bottle")
    expect(page.get_by_label("Price", exact=True)).to_have_value("€19.90")
    previewed(page)
    headline_too_long_and_back(page)
    page.get_by_text("Sale burst").click()
    page.get_by_text("Story, short video").click()
    expect(page.locator("[data-advert-shown]")).to_have_attribute("height", "853")

    page.get_by_role("button", name="Make 2 adverts").click()
    made = page.get_by_role("region", name="Your adverts")
    expect(made.get_by_role("link", name="Download")).to_have_count(2)
    expect(page.get_by_role("img", name="The advert")).to_be_visible()
    _name, data = downloaded(page, made.get_by_role("link", name="Download").last)
    assert opened(data).shape == (1920, 1080, 3)

    first = page.url
    page.get_by_label("Headline").fill("Last days")
    page.get_by_role("button", name="Make the advert").click()
    page.wait_for_url(lambda url: url != first)
    expect(page.get_by_label("Headline")).to_have_value("Last days")
    expect(made.get_by_role("link", name="Download")).to_have_count(1)


def previewed(page: Page) -> None:
    """The stage shows what the server drew of the form."""
    picture = page.locator("[data-advert-shown]")
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }")


def headline_too_long_and_back(page: Page) -> None:
    headline = page.get_by_label("Headline")
    wrong = page.get_by_text("The headline is too long for the layout “Minimal”")
    headline.fill(UNBREAKABLE)
    expect(wrong).to_be_visible()
    headline.fill("New blue")
    expect(wrong).to_be_hidden()


def test_a_thumb_on_a_phone_changes_the_colours_of_a_preview(visit):
    page = visit("/s/teashop/products/", SELLER, **PHONE)
    page.get_by_role("link", name="Blue bottle").click()
    page.get_by_role("link", name=zh("Make an advert")).first.click()
    previewed(page)

    page.get_by_text(zh("One colour"), exact=True).click()
    page.get_by_label(zh("Colour"), exact=True).fill("#1F5A3C")
    page.wait_for_function(CORNER_IS, arg=[*GREEN])
    assert page.evaluate("document.documentElement.scrollWidth") == 360
