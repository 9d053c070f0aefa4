"""The words of briefs, until `imaging.brief` reads them itself: then this file goes."""

from collections.abc import Mapping
from typing import Any, get_args

import imaging.brief
from imaging.brief import SceneBrief
from imaging.brief.model import ColourName
from imaging.labels import Label


def parse(text: str, *, previous: SceneBrief | None = None) -> Any:
    return vars(imaging.brief)["parse"](text, previous=previous)


def labels(field: str) -> Mapping[str, Label]:
    if "labels" in vars(imaging.brief):
        known: Mapping[str, Label] = vars(imaging.brief)["labels"](field)
        return known
    kind = ColourName if field == "colours" else SceneBrief.model_fields[field].annotation
    return {value: Label(en=value, zh="词") for value in literals(kind)}


def literals(kind: Any) -> list[str]:
    if isinstance(kind, str):
        return [kind]
    return [value for one in get_args(kind) for value in literals(one)]
