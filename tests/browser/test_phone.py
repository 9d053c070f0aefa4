"""The seller on a phone, in Chinese."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.words import zh
from tests.factories import PASSWORD
from tests.pictures import jpeg_of, product_picture

pytestmark = [pytest.mark.browser, pytest.mark.weights]

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "zh-CN",
}


def test_a_seller_makes_a_main_image_with_a_thumb_in_chinese(visit):
    page = visit("/accounts/login/", **PHONE)
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    page.locator("input[type=email]").fill("mei@example.com")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name=zh("Sign in")).tap()

    page.get_by_role("link", name="新茶杯").tap()
    photo = jpeg_of(product_picture(900, 1200, seed=5))
    camera = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.get_by_label(zh("Take a photo"), exact=True).set_input_files(camera)
    photos = page.get_by_role("region", name=zh("Photos"))
    expect(photos.get_by_role("img", name="IMG_0001.jpg")).to_be_visible()

    page.get_by_role("button", name=zh("Make pictures")).tap()
    made = page.get_by_role("region", name=re.compile(f"^{zh('Pictures')}"))
    expect(made.get_by_role("link", name=zh("Download"), exact=True)).to_be_visible()
    made.get_by_role("link", name="淘宝白底图").tap()
    expect(page.get_by_role("slider")).to_be_visible()
    expect(page.get_by_text("800 × 800", exact=False).first).to_be_visible()


def test_a_photo_chosen_before_the_script_is_there_is_added_once_it_is(visit):
    page = visit("/", as_="mei@example.com", **PHONE)
    held: list[Route] = []
    page.route("**/js/upload.*js", lambda route: held.append(route))
    page.get_by_role("link", name="新茶杯").tap()
    camera = page.get_by_label(zh("Take a photo"), exact=True)
    camera.set_input_files(
        {
            "name": "early.jpg",
            "mimeType": "image/jpeg",
            "buffer": jpeg_of(product_picture(300, 400, seed=6)),
        }
    )
    page.wait_for_timeout(200)
    early = page.get_by_role("img", name="early.jpg")
    assert held
    assert not early.count()

    for route in held:
        route.continue_()

    expect(early.first).to_be_visible()


def test_the_language_switch_works_and_stays(visit):
    page = visit("/accounts/login/", locale="en-US", viewport=PHONE["viewport"])
    language = page.locator("html")
    expect(language).to_have_attribute("lang", "en")

    page.get_by_role("button", name="中文").click()
    expect(language).to_have_attribute("lang", "zh-hans")
    expect(page).to_have_url(re.compile("/accounts/login/$"))
    page.goto("/accounts/signup/")
    expect(language).to_have_attribute("lang", "zh-hans")
    expect(page.get_by_role("heading", name=zh("Create an account"))).to_be_visible()

    page.get_by_role("button", name="English").click()
    expect(language).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
