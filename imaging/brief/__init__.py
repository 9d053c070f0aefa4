"""Words to a typed brief. Knows nothing of Django, torch or the renderer."""

from imaging.brief.chips import FIELD_LABELS, chip, describe, labels
from imaging.brief.language_model import read_by_model
from imaging.brief.llm_call import endpoint
from imaging.brief.model import SceneBrief
from imaging.brief.parsed import MAX_BRIEF, Parsed, Understood
from imaging.brief.parsing import parse_by_grammar

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


def parse(text: str, *, previous: SceneBrief | None = None) -> Parsed:
    """What `text` asks for; with `previous`, that brief as `text` changes it.

    Read by the grammar, and over it by the language model that the operator named, if any.
    Raises EngineError: brief_empty or brief_too_long.
    """
    read = parse_by_grammar(text, previous=previous)
    named = endpoint()
    return read_by_model(read, text, previous=previous, endpoint=named) if named else read
