"""A stranger finds out where a picture comes from, in Chinese and by dropping a file."""

import pytest
from playwright.sync_api import expect

from tests.browser.words import zh
from tests.pictures import jpeg_of, product_picture

pytestmark = [pytest.mark.browser, pytest.mark.weights]

DROP = """(target, bytes) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], "found.jpg", { type: "image/jpeg" }));
  for (const name of ["dragenter", "drop"]) {
    const options = { dataTransfer: carried, bubbles: true, cancelable: true };
    target.dispatchEvent(new DragEvent(name, options));
  }
}"""


def test_a_stranger_drops_a_picture_and_reads_what_is_known_of_it(visit):
    page = visit("/", locale="zh-CN")
    page.get_by_role("link", name=zh("Check a picture's origin")).click()
    photo = jpeg_of(product_picture(300, 200, seed=8))

    page.locator("[data-verify-drop]").evaluate(DROP, list(photo))

    expect(page.get_by_role("heading", name=zh("Nothing is known of this file"))).to_be_visible()
    expect(page.locator("[data-verify-preview]")).to_be_visible()


def test_what_is_no_picture_gets_a_sentence(visit, watch):
    watch.expect("status of 422")
    page = visit("/verify/")

    page.locator("input[type=file]").set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no picture"}
    )

    expect(page.get_by_role("alert")).to_contain_text("picture")
