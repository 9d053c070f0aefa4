"""The import page: a sheet and a ZIP, looked at first, then written."""

import csv
import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.pixels import downloaded
from tests.pictures import product_jpeg

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SHEET = """sku,title,price,currency,photos
IMP-1,Imported jug,12.00,EUR,jug.jpg
IMP-2,Imported bowl,dear,EUR,bowl.jpg
IMP-3,Imported plate,8.50,EUR,plate.jpg
"""
BAD_PRICE = "“dear” is not a price. Write it like 129.00."


def photos() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for seed, name in enumerate(("jug", "bowl", "plate"), start=30):
            opened.writestr(f"{name}.jpg", product_jpeg(seed=seed))
    return archive.getvalue()


def test_a_sheet_is_looked_at_first_then_imported_and_its_errors_can_be_downloaded(visit):
    page = visit("/s/teashop/imports/", "seller@example.com")
    page.get_by_role("link", name="New import").click()
    sheet = {"name": "spring.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    archive = {"name": "photos.zip", "mimeType": "application/zip", "buffer": photos()}
    page.get_by_label("Sheet of products").set_input_files(sheet)
    page.get_by_label("ZIP of photos").set_input_files(archive)
    page.get_by_text("Main images", exact=True).click()
    page.get_by_role("checkbox", name="Amazon main image").uncheck(force=True)
    page.get_by_role("checkbox", name="Taobao white-background image").check(force=True)
    page.get_by_role("button", name="Upload and check").click()

    expect(page.get_by_text("Nothing has been written yet.")).to_be_visible()
    expect(page.get_by_role("row", name="IMP-2")).to_contain_text(BAD_PRICE)
    page.get_by_role("button", name="Import 2 products").click()
    expect(page.get_by_text("2 of 2 pictures made")).to_be_visible(timeout=40_000)

    name, data = downloaded(page, page.get_by_role("link", name="Download them"))
    assert name == "spring-errors.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["sku"] for row in rows] == ["IMP-2"]
    assert BAD_PRICE in rows[0].values()

    page.get_by_role("link", name="See the products").click()
    for title in ("Imported jug", "Imported plate"):
        expect(page.get_by_role("link", name=title)).to_be_visible()
    expect(page.get_by_role("link", name="Imported bowl")).to_have_count(0)
