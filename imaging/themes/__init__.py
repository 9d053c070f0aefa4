"""Curated, named, bilingual looks, each a brief and its pre-rendered plates, as data."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from imaging.errors import EngineError
from imaging.themes.model import GROUPS, Theme

__all__ = ["GROUPS", "Theme", "load_themes", "theme", "thumbnail_path"]


@cache
def load_themes() -> Mapping[str, Theme]:
    """Every theme by key, in the order of the file, which is the order they are offered in."""
    listed = tomllib.loads(Path(__file__).with_name("themes.toml").read_text("utf-8"))["theme"]
    return MappingProxyType({item["key"]: Theme.model_validate(item) for item in listed})


def theme(key: str) -> Theme:
    """The theme of that key. Raises EngineError("unknown_theme")."""
    try:
        return load_themes()[key]
    except KeyError:
        raise EngineError("unknown_theme", key=key) from None


def thumbnail_path(key: str) -> Path:
    """The small WebP that shows what the theme looks like; absent until it was rendered."""
    return Path(__file__).with_name("thumbnails") / f"{key}.webp"
