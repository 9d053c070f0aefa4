"""Seconds from a tap on a theme to its first picture, in a real browser at the demo shop.

python -m studio.bench.taps --url http://localhost:8000 minimal vintage …

Every tap also asks for three variants whose sets are drawn anew, and for finer pictures of all: the
next tap comes --pause seconds later, while other workers are still busy with them.
"""

import argparse
import shutil
import time
from pathlib import Path
from tempfile import mkdtemp

from playwright.sync_api import Page, sync_playwright

from studio.bench.table import table
from studio.screenshots import DESK, PATIENCE_MS, PRODUCT, Camera, logins

PICTURES = "[...document.querySelectorAll('[data-variant-card] img')]"
IS_NEW = f"before => {PICTURES}.some(it => !before.includes(it.src) && it.naturalWidth)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--pause", type=float, default=8, help="seconds between taps")
    parser.add_argument("themes", nargs="+")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        camera = Camera(browser, options.url, Path(mkdtemp()), logins())
        page = studio_page(camera)
        rows = [(theme, f"{tapped(page, theme, options.pause):.2f}") for theme in options.themes]
        browser.close()
    print(table(("theme", "seconds from tap to first picture"), rows))


def studio_page(camera: Camera) -> Page:
    """The studio page of a demo product."""
    page = camera.page_of("seller@demo.local", DESK)
    page.goto("/s/demo/products/")
    page.get_by_role("link", name=PRODUCT).first.click()
    page.get_by_role("link", name="Studio", exact=True).click()
    page.wait_for_load_state("networkidle")
    return page


def tapped(page: Page, theme: str, pause_s: float) -> float:
    """Seconds until a picture stands there that was not there before `theme` was tapped."""
    before = page.evaluate(f"{PICTURES}.map(it => it.src)")
    started = time.perf_counter()
    page.locator(f"button[name=theme][value={theme}]").click()
    page.wait_for_function(IS_NEW, arg=before, timeout=PATIENCE_MS)
    taken = time.perf_counter() - started
    time.sleep(pause_s)
    return taken


if __name__ == "__main__":
    main()
