"""What tests of the studio page share: quick scenes behind a known cut-out, and a few words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

import imaging.brief
from imaging import recipes
from imaging.brief import Parsed, SceneBrief
from imaging.engines import registry
from tests import known_cutout, quick_scene

MEANING: dict[str, dict[str, Any]] = {
    "木桌": {"surface": "dark-wood"},
    "snow": {"surface": "snow"},
    "marble": {"surface": "marble"},
    "warm": {"warmth": "warm"},
    "暖": {"warmth": "warm"},
    "two": {"variants": 2},
    "wide": {"aspect": "16:9"},
}


def parse(text: str, *, previous: SceneBrief | None = None) -> Parsed:
    """A reader of seven words; every other Latin word is unknown to it."""
    found = {key: value for word in MEANING if word in text for key, value in MEANING[word].items()}
    unknown = tuple(word for word in re.findall(r"[a-z]+", text) if word not in MEANING)
    return Parsed((previous or SceneBrief()).model_copy(update=found), unknown=unknown)


@pytest.fixture
def quick_studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every step is the real one but the net, the scene and the reader of words."""
    monkeypatch.setitem(registry.ENGINES, "cutout", known_cutout.SPEC)
    monkeypatch.setitem(registry.ENGINES, "scene", quick_scene.SPEC)
    monkeypatch.setitem(recipes.RECIPES, "scene", quick_scene.RECIPE)
    monkeypatch.setattr(imaging.brief, "parse", parse, raising=False)
    registry.load.cache_clear()
    yield
    registry.load.cache_clear()
