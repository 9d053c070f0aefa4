"""What came of a text."""

from dataclasses import dataclass
from typing import Any, Literal

from imaging.brief.model import SceneBrief
from imaging.labels import Label

Language = Literal["zh", "en", "mixed", "unknown"]
Reader = Literal["grammar", "language model"]

MAX_BRIEF = 2_000  # characters


@dataclass(frozen=True)
class Understood:
    """`value` of `field` was said in text[start:end]."""

    field: str
    value: Any
    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """A brief and how it came about.

    understood: in the order of the text. unknown: content words that mean nothing here, in the
    order of the text. remark: what the reader should be told about the parsing, if anything.
    """

    brief: SceneBrief
    understood: tuple[Understood, ...] = ()
    unknown: tuple[str, ...] = ()
    language: Language = "unknown"
    reader: Reader = "grammar"
    remark: Label | None = None
