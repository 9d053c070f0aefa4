"""What tests of the page for better photos share: a dark photo, the page, what its form sends."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from django.urls import reverse

from imaging.engines import registry
from tests.factories import make_photo
from tests.pictures import png_of, product_picture


def dark_picture():
    """The bottle as a phone sees it by night: a sixth of the light."""
    lit = (product_picture(320, 240) / 255.0) ** 2.2 * 0.16
    return np.round(lit ** (1 / 2.2) * 255).astype(np.uint8)


@pytest.fixture
def no_net(monkeypatch):
    """Noise goes without the net: tests of that are elsewhere."""
    monkeypatch.delitem(registry.ENGINES, "restore", raising=False)


@pytest.fixture
def dark(product):
    return make_photo(product, png_of(dark_picture()), name="night.png")


def address(photo, name="photo_improve", *more):
    return reverse(f"catalog:{name}", args=[photo.shop.slug, photo.product_id, *more])


def controls_of(page):
    """What a browser sends of the form as it came."""
    form = page[
        page.index('id="improve-form"') : page.index("</form>", page.index('id="improve-form"'))
    ]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_tick = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and not (is_tick and " checked" not in tag):
            sent[name[1]] = value[1] if value else "on"
    return sent


@pytest.fixture
def page_of(client_of, editor) -> Callable[..., str]:
    def opened_page(photo, query=""):
        answer = client_of(editor).get(f"{address(photo)}?photo={photo.pk}{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return opened_page
