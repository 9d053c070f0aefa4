"""Pictures of the main screens for the README, taken in the demo shop of a running studio.

python -m studio.screenshots [--url http://localhost:8000] [--out docs/screenshots]
Makes what the screens need: pictures of the first product, one of them submitted, four variants
of a theme, an advert, an import with a look for all.
"""

import argparse
import io
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import django
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

DESK = {"viewport": {"width": 1280, "height": 860}, "locale": "en-US"}
TALL_DESK = DESK | {"viewport": {"width": 1280, "height": 980}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "zh-CN",
}
PATIENCE_MS = 60_000
DRAWN_MS = 240_000  # three sets that nobody asked for before
PRODUCT = "Senna hand wash"
THEME = "sunny-window"
IMPORT_WISH = "dark wooden table, morning light"
WISH = "换成大理石台面，加几片树叶，左边留白"
ADVERT = {
    "headline": "Gentle on hands, kind to skin",
    "subline": "Senna and aloe, in a bottle to refill",
    "old_price": "€16.00",
    "badge": "NEW",
    "call_to_action": "Shop now",
}
HEADS = "Handle,Title,Type,Variant SKU,Variant Price,Image Src"
BAD_LINE = "jar-02,Ginger jar small,Vases,JAR-02,dear,"


def main() -> None:
    options = arguments()
    passwords = logins()
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        camera = Camera(browser, options.url, options.out, passwords)
        product, rendition = seller_screens(camera)
        studio_screen(camera, product)
        advert_screen(camera, product)
        import_screen(camera)
        phone_screen(camera, product)
        review_screen(camera, rendition)
        browser.close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    return parser.parse_args()


def logins() -> dict[str, str]:
    """Password by mail address, as demo_create wrote them."""
    file = Path(os.environ.get("STUDIO_VAR_DIR", "var")) / "demo_logins.txt"
    return dict(line.split() for line in file.read_text().splitlines())


class Camera:
    """Opens windows for people and keeps what they see as WebP files in `folder`."""

    def __init__(self, browser: Browser, url: str, folder: Path, passwords: dict[str, str]) -> None:
        self.browser, self.url, self.folder, self.passwords = browser, url, folder, passwords
        folder.mkdir(parents=True, exist_ok=True)

    def page_of(self, person: str, window: dict[str, Any]) -> Page:
        """A window in which `person` has signed in."""
        context = self.browser.new_context(base_url=self.url, **window)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.locator("input[type=email]").fill(person)
        page.locator("input[type=password]").fill(self.passwords[person])
        page.locator("input[type=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)
        return page

    def take(self, page: Page, name: str) -> None:
        """The window as it is, once its pictures are there; toasts are closed first."""
        page.evaluate("document.querySelectorAll('[data-toast]').forEach((one) => one.remove())")
        page.wait_for_load_state("networkidle")
        picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
        picture.save(self.folder / f"{name}.webp", quality=82, method=6)


def seller_screens(camera: Camera) -> tuple[str, str]:
    """Product list, product, rendition and brush; the addresses of product and rendition."""
    page = camera.page_of("seller@demo.local", DESK)
    camera.take(page, "products")
    page.get_by_role("link", name=PRODUCT).click()
    page.locator("#renditions").wait_for()
    product = page.url.split("?")[0]
    pictures = page.locator("#renditions .tile__link")
    if pictures.count() < 3:
        make_pictures(page)
    page.locator("#renditions").evaluate("element => element.scrollIntoView()")
    camera.take(page, "product")
    pictures.filter(has_text="Amazon").last.click()
    rendition = page.url
    page.get_by_role("slider").wait_for()
    camera.take(page, "rendition")
    brush_screen(camera, page)
    page.goto(rendition)
    if (submit := page.get_by_role("button", name="Submit for review")).count():
        submit.click()
    return product, rendition


def make_pictures(page: Page) -> None:
    for channel in page.locator("input[name=presets]").all():
        channel.check(force=True)
    page.get_by_role("button", name="Make pictures").click()
    links = page.locator("#renditions").get_by_role("link", name="Download", exact=True)
    expect(links.nth(2)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=PATIENCE_MS)


def brush_screen(camera: Camera, page: Page) -> None:
    page.get_by_role("link", name="Correct the cut-out").click()
    expect(page.get_by_text("Loading the photo…")).to_be_hidden()
    page.get_by_role("button", name="Erase", exact=True).click()
    box = page.get_by_role("application").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.35)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.47, box["y"] + box["height"] * 0.55, steps=8)
    camera.take(page, "brush")
    page.mouse.up()
    page.get_by_role("button", name="Undo").click()


def studio_screen(camera: Camera, product: str) -> None:
    """Four variants of a theme, and what would be changed in them, as chips."""
    page = camera.page_of("seller@demo.local", TALL_DESK)
    page.goto(product)
    page.get_by_role("link", name="Studio", exact=True).click()
    page.wait_for_load_state("networkidle")  # the page's own code listens by then
    pictures = page.locator("[data-variant-card] img")
    if not pictures.count():
        page.locator(f"button[name=theme][value={THEME}]").click()
    expect(pictures).to_have_count(4, timeout=DRAWN_MS)
    page.get_by_label("Change it in words").fill(WISH)
    page.locator("[data-chip='text_space']").wait_for()
    page.locator(".studio__ways").evaluate("column => column.scrollTo(0, 0)")
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "studio")


def advert_screen(camera: Camera, product: str) -> None:
    page = camera.page_of("seller@demo.local", DESK)
    page.goto(product)
    page.get_by_role("link", name="Make an advert").first.click()
    for name, text in ADVERT.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("label:has(input[name=layout][value=natural])").click()
    page.evaluate("scrollTo(0, 0)")
    page.locator("[data-advert-shown][src^='blob:']").wait_for()
    page.wait_for_timeout(1_500)  # until the last change is drawn
    camera.take(page, "advert")
    page.get_by_role("button", name="Make the advert").click()
    expect(page.get_by_role("img", name="The advert")).to_be_visible(timeout=PATIENCE_MS)


def import_screen(camera: Camera) -> None:
    page = camera.page_of("seller@demo.local", DESK)
    page.goto("/s/demo/imports/new/")
    sheet, photos = import_files()
    page.get_by_label("Sheet of products").set_input_files(sheet)
    page.get_by_label("ZIP of photos").set_input_files(photos)
    for title in ("Main images", "Scenes", "Adverts"):
        page.get_by_text(title, exact=True).click()
    page.locator("[name=sentence]").fill(IMPORT_WISH)
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("button", name="Import 6 products").click()
    expect(page.get_by_text("What was done")).to_be_visible(timeout=DRAWN_MS)
    page.locator("section:has(#sheet)").evaluate("element => element.scrollIntoView()")
    page.evaluate("scrollBy(0, -72)")  # the bar on top
    camera.take(page, "import")


def import_files() -> tuple[FilePayload, FilePayload]:
    """The demo's products as a shop system exports them, one line wrong, and their photos."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from studio.demo.shop import SAMPLES, SIZE, jpeg

    lines, archive = [HEADS], io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for one in SAMPLES:
            kind = one.category.rpartition(" > ")[2]
            sku = f"NEW-{one.sku}"
            lines.append(f"{sku.lower()},{one.title},{kind},{sku},{one.price},{sku}.jpg")
            packed.writestr(f"{sku}.jpg", jpeg(one, SIZE))
    text = "\n".join([*lines, BAD_LINE]).encode()
    return (
        {"name": "products_export.csv", "mimeType": "text/csv", "buffer": text},
        {"name": "photos.zip", "mimeType": "application/zip", "buffer": archive.getvalue()},
    )


def phone_screen(camera: Camera, product: str) -> None:
    page = camera.page_of("seller@demo.local", PHONE)
    page.goto(product)
    page.locator("#renditions").evaluate("element => element.scrollIntoView()")
    camera.take(page, "phone")


def review_screen(camera: Camera, rendition: str) -> None:
    page = camera.page_of("moderator@demo.local", DESK)
    page.goto(f"/review/{rendition.rstrip('/').rsplit('/', 1)[-1]}/")
    if (claim := page.get_by_role("button", name="Claim it")).count():
        claim.click()
    camera.take(page, "review")


if __name__ == "__main__":
    main()
