"""The watch over pages is itself able to fail."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.weights]


def test_the_watch_notices_blocked_styles_uncaught_errors_and_strangers(visit, watch):
    page = visit("/")
    assert watch.problems == []

    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('nobody catches me') })")
    page.evaluate("new Image().src = 'http://192.0.2.1/pixel.gif'")
    page.wait_for_timeout(300)

    for pattern in ("Content Security Policy", "nobody catches me", "a request to a stranger"):
        assert any(pattern in problem for problem in watch.problems), pattern
        watch.expect(pattern)
