"""Better photos in a real browser: the picture follows the hand, is made and used; many at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.words import zh

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SELLER = "seller@example.com"
PHONE = {"locale": "zh-CN", "viewport": {"width": 360, "height": 780}, "is_mobile": True}
# How far the three channels of the picture after the slider are apart, at most.
COLOURFULNESS = """async () => {
  const image = document.querySelector(".compare__after");
  await image.decode();
  const canvas = new OffscreenCanvas(24, 24).getContext("2d");
  canvas.drawImage(image, 0, 0, 24, 24);
  const { data } = canvas.getImageData(0, 0, 24, 24);
  let most = 0;
  for (let i = 0; i < data.length; i += 4) {
    const pixel = data.slice(i, i + 3);
    most = Math.max(most, Math.max(...pixel) - Math.min(...pixel));
  }
  return most;
}"""
IS_GREY = f"async () => (await ({COLOURFULNESS})()) < 14"


def opened(visit, product: str) -> Page:
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name=product).click()
    page.get_by_role("link", name="Improve photos").click()
    after = page.locator(".compare__after")
    expect(after).to_have_attribute("src", re.compile("^blob:"))
    return page


def test_a_look_is_seen_at_once_made_and_used_as_a_photo(visit):
    page = opened(visit, "Red bottle")
    assert page.evaluate(COLOURFULNESS) > 60
    page.get_by_text("Black and white", exact=True).click()
    page.get_by_label("Strength of the look").fill("1")
    page.wait_for_function(IS_GREY)

    page.get_by_role("button", name="Make better photo").click()
    expect(page.get_by_text("Improving 1 photo.")).to_be_visible()
    made = page.get_by_role("region", name="Better photos made")
    made.get_by_role("button", name="Use as photo").click()
    expect(page.get_by_text("Added to the photos")).to_be_visible()

    made.get_by_role("link", name="Details").click()
    expect(
        page.get_by_text("Black and white, 100 %: colours were changed on purpose.")
    ).to_be_visible()
    page.get_by_role("link", name="Red bottle").click()
    expect(page.get_by_text("red-1, improved.jpg")).to_be_visible()


def test_settings_are_kept_by_name_and_used_on_every_ticked_product_by_keyboard(visit):
    page = opened(visit, "Green bottle")
    page.get_by_text("Film", exact=True).click()
    page.get_by_label("Name of the preset").fill("Film for bottles")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("link", name="Film for bottles")).to_be_visible()

    page.goto("/s/teashop/products/?q=bottle")
    page.keyboard.press("x")
    page.keyboard.press("a")
    act = page.get_by_role("button", name=re.compile("^Improve [45] products$"))
    page.get_by_label("With which preset").select_option("Film for bottles")
    act.click()
    expect(page.get_by_text(re.compile(r"Improving \d+ photos of [45] products."))).to_be_visible()
    expect(page.get_by_text(re.compile("being made"))).to_be_visible()
    expect(page.get_by_text(re.compile("being made"))).to_have_count(0, timeout=120_000)


def erasing(visit) -> Page:
    page = opened(visit, "Red bottle")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Erase something with the brush").click()
    expect(page.get_by_role("button", name="Mark", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator("[data-brush-wait]")).to_be_hidden()
    return page


def test_what_the_brush_marks_is_shown_erased_at_once_and_then_made(visit):
    page = erasing(visit)
    box = page.locator("[data-brush-stage]").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.34, box["y"] + box["height"] * 0.55, steps=4)
    page.mouse.up()
    expect(page.get_by_text("This is how it will look.")).to_be_visible()

    page.get_by_role("button", name="Erase marked").click()
    expect(page.get_by_text("of the photo was filled from what is around it.")).to_be_visible(
        timeout=60_000
    )


def test_erasing_is_previewed_stopped_and_undone_by_keyboard(visit):
    page = erasing(visit)
    page.locator("[data-brush-stage]").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is how it will look.")).to_be_visible()

    page.route("**/erase/preview/", lambda route: None)  # one that never ends
    page.keyboard.press("Enter")
    expect(page.get_by_text("Erasing…")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Stopped. The next stroke shows the result again.")).to_be_visible()

    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Result")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Erase marked")).to_be_disabled()


def test_a_look_of_the_shops_own_is_added_and_chosen(visit, tmp_path):
    page = opened(visit, "Green bottle")
    cube = tmp_path / "Grey evening.cube"
    cube.write_text("LUT_3D_SIZE 2\n" + "0.4 0.4 0.4\n" * 4 + "0.6 0.6 0.6\n" * 4)
    page.get_by_label("Add a .cube file").set_input_files(cube)
    expect(page.get_by_role("radio", name="Grey evening")).to_be_checked()
    page.get_by_label("Strength of the look").fill("1")
    page.wait_for_function(IS_GREY)


def test_a_thumb_switches_a_fix_on_and_the_page_keeps_its_width(visit):
    page = visit("/s/teashop/products/", SELLER, **PHONE)
    page.get_by_role("link", name="Blue bottle").click()
    page.get_by_role("link", name=zh("Improve photos")).click()
    expect(page.locator(".compare__after")).to_have_attribute("src", re.compile("^blob:"))

    quiet = page.locator("details.quiet")
    if quiet.get_attribute("open") is None:
        quiet.locator("> summary").click()
    before = page.locator(".compare__after").get_attribute("src")
    quiet.locator(".fix__head").last.click()
    expect(page.locator(".compare__after")).not_to_have_attribute("src", str(before))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
