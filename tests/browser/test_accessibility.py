"""What pages owe to people who use a keyboard, a screen reader or fewer movements."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.pages import main_pages

pytestmark = [pytest.mark.browser, pytest.mark.weights]

AUDIT = Path(__file__).with_name("audit.js").read_text()
SELLER = "seller@example.com"
MOST_TABS = 60


DESK = {"locale": "en-US"}
PHONE = {"locale": "zh-CN", "viewport": {"width": 360, "height": 740}, "is_mobile": True}


@pytest.mark.parametrize(
    "window, language", [(DESK, "en"), (PHONE, "zh-hans")], ids=["desk", "phone"]
)
def test_all_on_the_main_pages_has_a_name_and_its_place(visit, studio, watch, window, language):
    watch.expect("status of 404")  # one of the pages is the one for what is not there
    found = {}
    for person, addresses in main_pages(studio).items():
        page = visit(addresses[0], person, **window)
        for address in addresses:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language, address
            if problems := page.evaluate(AUDIT):
                found[address] = problems
    assert not found


def test_the_audit_finds_what_it_looks_for(visit):
    page = visit("/accounts/login/")
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
          `<h1>x</h1><input id="q"><button id="q"></button><img src="data:,"><a href="/"> </a>
           <pre>${"x".repeat(999)}</pre>`)"""
    )
    said = " ".join(page.evaluate(AUDIT))
    unnamed = ("no name: <input", "no name: <button", "no name: <a", "no alt: <img")
    for problem in (*unnamed, "2 h1 headings", "id q twice", "scrolls sideways"):
        assert problem in said


def test_tab_reaches_the_main_action_and_shows_where_it_is(visit, studio):
    page = visit("/accounts/login/")
    tab_to(page, page.get_by_role("button", name="Sign in"))

    page = visit("/s/teashop/products/", SELLER)
    tab_to(page, page.get_by_role("link", name="New product"))
    page.goto(studio.addresses["product"])
    tab_to(page, page.get_by_role("button", name="Make pictures"))
    page.goto(studio.addresses["rendition"])
    tab_to(page, page.get_by_role("button", name="Submit for review"))


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; every stop on the way must be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        unseen = page.evaluate(
            """() => {
              const now = document.activeElement;
              const at = now.matches("input.visually-hidden, .choice input, .segmented input")
                ? now.closest("label") : now;
              const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
              const outlined = outlineStyle !== "none" && parseFloat(outlineWidth);
              return outlined || boxShadow !== "none" ? "" : now.outerHTML.slice(0, 120);
            }"""
        )
        assert not unseen, unseen
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached in {MOST_TABS} presses")


def test_nothing_moves_for_who_asked_for_less_motion(visit, studio):
    page = visit(studio.addresses["product"], SELLER, reduced_motion="reduce")
    page.get_by_text("Download all").click()
    moving = page.evaluate(
        """() => document.getAnimations().map((one) => one.effect.getComputedTiming().duration)
          .filter((duration) => duration > 1)"""
    )
    assert moving == []
