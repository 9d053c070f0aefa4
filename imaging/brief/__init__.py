"""Words to a typed brief. Knows nothing of Django, torch or the renderer."""

from imaging.brief.chips import FIELD_LABELS, chip, describe, labels
from imaging.brief.model import SceneBrief
from imaging.brief.parsed import MAX_BRIEF, Parsed, Understood
from imaging.brief.parsing import parse_by_grammar as parse

__all__ = [
    "FIELD_LABELS",
    "MAX_BRIEF",
    "Parsed",
    "SceneBrief",
    "Understood",
    "chip",
    "describe",
    "labels",
    "parse",
]
