"""What may be chosen where a brief is silent, read once from choices.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from numpy.random import Generator

from imaging.brief.model import SceneBrief

# Whose word counts first. What is celebrated decides colours and props, the mood decides the
# light, the style what the set is made of.
ORDER = {
    "palettes": ("occasion", "style", "mood"),
    "props": ("occasion", "style", "mood"),
    "lights": ("mood", "style", "occasion"),
    "warmths": ("mood", "style", "occasion"),
    "brightnesses": ("mood", "style", "occasion"),
}
OTHERWISE = ("style", "mood", "occasion")


@cache
def tables() -> dict[str, Any]:
    """The whole file: colours, default, and style, mood and occasion by name."""
    loaded: dict[str, Any] = tomllib.loads(
        (files("imaging.scenery") / "choices.toml").read_text("utf-8")
    )
    return loaded


def options(brief: SceneBrief, kind: str) -> list[Any]:
    """What `kind` ("surfaces", "palettes" …) may be for `brief`, from the first that has a say."""
    for subject in ORDER.get(kind, OTHERWISE):
        named = getattr(brief, subject)
        found = tables()[subject].get(named, {}).get(kind) if named else None
        if found:
            return list(found)
    return list(tables()["default"][kind])


def drawn(brief: SceneBrief, kind: str, rng: Generator) -> Any:
    """One of the options, by the seed."""
    found = options(brief, kind)
    return found[int(rng.integers(len(found)))]


def hex_colour(name: str) -> str:
    """#RRGGBB of a colour of a brief, which is a name or already #RRGGBB."""
    colour: str = tables()["colours"].get(name, name)
    return colour
