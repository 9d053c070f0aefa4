"""What tests of the studio page share: quick scenes behind a known cut-out."""

from collections.abc import Iterator

import pytest

from imaging import recipes
from imaging.engines import registry
from tests import known_cutout, quick_scene


@pytest.fixture
def quick_studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every step is the real one but the net and the scene."""
    monkeypatch.setitem(registry.ENGINES, "cutout", known_cutout.SPEC)
    monkeypatch.setitem(registry.ENGINES, "scene", quick_scene.SPEC)
    monkeypatch.setitem(recipes.RECIPES, "scene", quick_scene.RECIPE)
    registry.load.cache_clear()
    yield
    registry.load.cache_clear()
