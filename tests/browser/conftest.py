"""A studio and a browser for this folder, and people who open pages in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.server import Studio, running_studio
from tests.browser.watch import Watch
from tests.conftest import chromium
from tests.factories import PASSWORD

PATIENCE_MS = 20_000  # two cores, shared with a worker that cuts out
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-default-apps", "--no-first-run", "--mute-audio"),
)
Visit = Callable[..., Page]

expect.set_options(timeout=PATIENCE_MS)


# By package, not by session: Playwright's event loop would make Django refuse its database to
# every later test of this process.
@pytest.fixture(scope="package")
def studio() -> Iterator[Studio]:
    with running_studio() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, Any]:
    """Cookies of who signed in once: nobody types a password twice."""
    return {}


@pytest.fixture
def watch(studio: Studio) -> Iterator[Watch]:
    """Fails the test for what its pages suffered in silence."""
    watch = Watch(studio.url)
    yield watch
    assert not watch.surprises, (watch.surprises, studio.log("web"))


@pytest.fixture
def visit(
    studio: Studio, browser: Browser, sessions: dict[str, Any], watch: Watch
) -> Iterator[Visit]:
    """visit("/…", as_="seller@example.com", …): a page of a new browser window, signed in or not.

    Other arguments are the window's: viewport, locale, has_touch and so on.
    """
    contexts = []

    def open_page(path: str = "/", as_: str = "", **options: Any) -> Page:
        options.setdefault("locale", "en-US")
        state = sessions.get(as_)
        context = browser.new_context(base_url=studio.url, storage_state=state, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context)
        page = context.new_page()
        if as_ and not state:
            sign_in(page, as_)
            sessions[as_] = context.storage_state()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str) -> None:
    """As every person does, in whatever language the page is."""
    page.goto("/accounts/login/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)
