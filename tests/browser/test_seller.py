"""The seller at a desk: from signing up to a downloaded file, in English."""

import io
import zipfile

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pixels import border_is_white, difference_inside, downloaded
from tests.pictures import Picture, jpeg_of, opened, product_picture

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SELLER = "seller@example.com"


def photo(name: str, picture: Picture) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg_of(picture)}


def test_a_new_seller_comes_from_nothing_to_pictures_for_two_channels(visit, watch):
    watch.expect("status of 422")  # of the broken file
    page = visit("/")

    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_label("Password").fill("a long and quiet phrase")
    page.get_by_role("button", name="Create account").click()

    page.get_by_label("Name of the shop").fill("Anna's glass")
    page.get_by_label("Taobao white-background image").check()
    page.get_by_label("TikTok Shop").check()
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("Title").fill("Glass bottle")
    page.get_by_label("SKU").fill("GLASS-S")
    page.get_by_role("spinbutton", name="Price").fill("12.50")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_role("button", name="Add a variant").click()
    page.get_by_label("SKU").last.fill("GLASS-L")
    page.get_by_label("Options").last.fill("Size: L")
    page.get_by_role("button", name="Continue to photos").click()
    expect(page.get_by_role("cell", name="GLASS-L")).to_be_visible()

    upload_two_and_a_broken_one(page)
    make_pictures_and_watch(page)


def upload_two_and_a_broken_one(page: Page) -> None:
    broken = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose photos", exact=True).click()
    chooser.value.set_files(
        [
            photo("front.jpg", product_picture(1200, 900, seed=1)),
            broken,
            photo("side.jpg", product_picture(1200, 900, seed=2, colour=(150, 60, 40))),
        ]
    )

    photos = page.get_by_role("region", name="Photos")
    for name in ("front.jpg", "side.jpg"):
        expect(photos.get_by_role("img", name=name)).to_be_visible()
        assert is_loaded(photos.get_by_role("img", name=name))
    refused = page.get_by_role("listitem").filter(has_text="broken.jpg")
    expect(refused).to_contain_text("not a picture")
    expect(photos.get_by_role("img", name="broken.jpg")).to_have_count(0)


def is_loaded(image) -> bool:
    return image.evaluate("async image => { await image.decode(); return image.naturalWidth > 0 }")


def make_pictures_and_watch(page: Page) -> None:
    polls = []
    page.on("request", lambda request: polls.append(request.url) if "/jobs/?" in request.url else 0)
    page.evaluate("window.same = true")
    page.get_by_role("checkbox", name="side.jpg").uncheck(force=True)
    for channel in ("Taobao white-background image", "TikTok Shop"):
        page.get_by_role("checkbox", name=channel).check()

    with page.expect_response(lambda answer: "/jobs/events/" in answer.url) as stream:
        page.get_by_role("button", name="Make pictures").click()
    assert stream.value.headers["content-type"].startswith("text/event-stream")

    made = page.get_by_role("region", name="Pictures")
    expect(made.get_by_role("progressbar").first).to_be_visible()
    expect(made.get_by_role("link", name="Download", exact=True)).to_have_count(2)
    expect(made.get_by_role("progressbar")).to_have_count(0)
    assert page.evaluate("window.same"), "the page was loaded again"
    assert not polls, "the stream was not what brought the news"


def test_the_cut_out_is_corrected_with_the_brush_chosen_and_submitted(visit):
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Green bottle").click()
    page.get_by_role("link", name="Taobao white-background image").click()
    before = mask_of(page)

    slider = page.get_by_role("slider", name="How much of the original to show")
    slider.focus()
    slider.press("Home")
    assert shown_of_original(page) == 0
    slider.press("End")
    assert shown_of_original(page) == 100

    page.get_by_role("link", name="Correct the cut-out").click()
    erase_undo_erase(page)
    page.get_by_role("button", name="Save cut-out").click()
    expect(page.get_by_text("Cut-out corrected by hand")).to_be_visible()

    after = mask_of(page)
    assert before.shape == after.shape
    height, width = after.shape
    middle = (slice(height // 2 - 8, height // 2 + 8), slice(width // 2 - 20, width // 2 + 20))
    assert before[middle].min() > 250
    assert after[middle].max() < 5
    assert np.abs(before[: height // 4].astype(int) - after[: height // 4]).max() < 5

    page.get_by_role("button", name="Choose", exact=True).click()
    expect(page.get_by_role("button", name="Choose", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("button", name="Take back from review")).to_be_visible()


def erase_undo_erase(page: Page) -> None:
    """Two strokes across the middle of the bottle; only the second is kept."""
    save = page.get_by_role("button", name="Save cut-out")
    undo = page.get_by_role("button", name="Undo")
    expect(page.get_by_text("Loading the photo…")).to_be_hidden()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(save).to_be_disabled()
    stroke(page, -0.3)
    expect(save).to_be_enabled()
    undo.click()
    expect(save).to_be_disabled()
    expect(undo).to_be_disabled()
    stroke(page, 0)
    expect(save).to_be_enabled()


def stroke(page: Page, down: float) -> None:
    """Across the middle of the stage, `down` half-heights below its centre."""
    box = page.get_by_role("application").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * (0.5 + down / 2)
    page.mouse.move(x - 80, y)
    page.mouse.down()
    page.mouse.move(x + 80, y, steps=12)
    page.mouse.up()


def mask_of(page: Page) -> Picture:
    """(H, W) uint8 of the rendition whose page is open."""
    answer = page.request.get(f"{page.url.split('?')[0]}mask/")
    assert answer.ok
    return opened(answer.body())


def shown_of_original(page: Page) -> float:
    """Percent of the picture's width under the photo, as drawn."""
    box = page.locator("[data-compare]")
    return float(box.evaluate("box => parseFloat(getComputedStyle(box).getPropertyValue('--at'))"))


def test_a_downloaded_picture_has_the_size_the_white_and_the_product_that_were_asked_for(
    visit,
):
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Blue bottle").click()
    page.get_by_role("link", name="Amazon").click()

    name, data = downloaded(page, page.get_by_role("link", name="Download", exact=True))

    assert name == "BLUE-1-amazon_main.jpg"
    picture = opened(data)
    assert picture.shape == (2000, 2000, 3)
    assert border_is_white(picture)
    assert difference_inside(picture, product_picture(1200, 900)) < 6


def test_the_zip_of_a_channel_holds_its_pictures_and_says_what_they_are(visit):
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Blue bottle").click()
    page.get_by_text("Download all").click()

    menu = page.get_by_role("group").filter(has_text="One ZIP for a channel")
    name, data = downloaded(page, menu.get_by_role("link", name="Taobao white-background image"))

    assert name == "teashop-blue-bottle-taobao_white.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        entry = "not-approved/BLUE-1-taobao_white.jpg"
        assert archive.namelist() == [entry, "manifest.csv"]
        picture = opened(archive.read(entry))
        told = f'"{entry}","BLUE-1","Blue bottle","taobao_white"'
        assert told in archive.read("manifest.csv").decode()
    assert picture.shape == (800, 800, 3)
    assert border_is_white(picture)
    assert difference_inside(picture, product_picture(1200, 900)) < 6


def test_a_deleted_photo_comes_back_with_undo(visit):
    page = visit("/s/teashop/products/", SELLER)
    page.get_by_role("link", name="Red bottle").click()
    picture = page.get_by_role("region", name="Photos").get_by_role("img", name="red-1.jpg")
    expect(picture).to_be_visible()

    page.get_by_label("Actions for red-1.jpg").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("“red-1.jpg” was deleted.")).to_be_visible()
    expect(picture).to_have_count(0)

    page.get_by_role("button", name="Undo").click()
    expect(picture).to_be_visible()
    page.reload()
    expect(picture).to_be_visible()
