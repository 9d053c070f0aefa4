"""A brief as short labels in either language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from imaging.brief.lexicon import tables
from imaging.brief.model import SceneBrief
from imaging.labels import Label
from imaging.presets import load_presets


@cache
def _own() -> Mapping[str, Mapping[str, Label]]:
    content = tomllib.loads((files(__package__) / "lexicon" / "labels.toml").read_text("utf-8"))
    return {
        name: {key: Label(**label) for key, label in rows.items()} for name, rows in content.items()
    }


FIELD_LABELS: Mapping[str, Label] = _own()["fields"]


@cache
def labels(field: str) -> Mapping[str, Label]:
    """Value → label of a field in closed words, in the order of the data.

    Empty for fields that any value fits (text, variants); KeyError for what is no field.
    """
    if field not in FIELD_LABELS:
        raise KeyError(field)
    if field == "channel":
        return {key: preset.label for key, preset in load_presets().items()}
    if field == "without":
        return {**_own()["without"], **labels("props")}
    rows = tables().get(field, {})
    return {value: Label(en=row["en"], zh=row["zh"]) for value, row in rows.items() if "en" in row}


def describe(brief: SceneBrief, language: str) -> list[tuple[str, Any, str]]:
    """(field, value, words for a chip) of all that the brief says, in the order of its fields."""
    return [(field, value, chip(field, value, language)) for field, value in _said(brief)]


def _said(brief: SceneBrief) -> Iterator[tuple[str, Any]]:
    for field, held in brief:
        for value in held if isinstance(held, tuple) else (held,):
            if value is not None:
                yield field, value


def chip(field: str, value: Any, language: str) -> str:
    """One value in words; a colour in digits stays as it is."""
    label = labels(field).get(str(value))
    words = label.in_language(language) if label else str(value)
    around = _own()["chip"].get(field)
    if field == "without" and not language.startswith("zh"):
        words = words.lower()
    return around.in_language(language).format(value=words) if around else words
