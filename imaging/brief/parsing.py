"""The grammar's way from a text to a brief. Linear in the length of the text."""

import re
from collections.abc import Sequence

from imaging.brief.change import changed, refused_in_vain
from imaging.brief.grammar import Said, read, said_in, unknown_words
from imaging.brief.lexicon import lexicon
from imaging.brief.model import SceneBrief
from imaging.brief.normal import Normal, normalised
from imaging.brief.numbers import numbers_in
from imaging.brief.parsed import MAX_BRIEF, Language, Parsed, Understood
from imaging.brief.tokens import Token, tokens_of
from imaging.brief.wording import wording_in
from imaging.errors import MESSAGES, EngineError

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[a-z]{2}")


def parse_by_grammar(text: str, *, previous: SceneBrief | None = None) -> Parsed:
    """What `text` asks for; with `previous`, that brief as `text` changes it.

    Raises EngineError: brief_empty or brief_too_long.
    """
    checked(text)
    normal = normalised(text)
    tokens = read(_tokens(normal), changing=previous is not None)
    told, second = said_in(tokens, previous)
    before = previous or SceneBrief()
    lost = second + [one.token for one in refused_in_vain(before, told)]
    language = language_of(normal.text, tokens)
    return Parsed(
        brief=changed(before, told),
        understood=_understood(told, normal),
        unknown=tuple(
            dict.fromkeys(normal.said(*span) for span in unknown_words(tokens, lost, normal.text))
        ),
        language=language,
        remark=MESSAGES["brief_language"] if language == "unknown" else None,
    )


def checked(text: str) -> None:
    """Raises EngineError unless `text` can be read: not empty, at most MAX_BRIEF characters."""
    if not text.strip():
        raise EngineError("brief_empty")
    if len(text) > MAX_BRIEF:
        raise EngineError("brief_too_long", characters=len(text), limit=MAX_BRIEF)


def _tokens(normal: Normal) -> list[Token]:
    words = list(wording_in(normal))
    taken = [(word.start, word.end) for word in words]
    numbers = [
        number
        for number in numbers_in(normal.text)
        if all(number.end <= start or number.start >= end for start, end in taken)
    ]
    return tokens_of(normal, [*words, *numbers], lexicon())


def language_of(text: str, tokens: Sequence[Token]) -> Language:
    """The language of a normalised text: Latin letters are English where a word of it is known."""
    han = bool(HAN.search(text))
    english = bool(LATIN.search(text)) and any(
        token.senses and token.words.isascii() for token in tokens
    )
    if han and english:
        return "mixed"
    if english:
        return "en"
    return "zh" if han else "unknown"


def _understood(told: Sequence[Said], normal: Normal) -> tuple[Understood, ...]:
    named = [one for one in told if one.kind in SceneBrief.model_fields]
    return tuple(
        Understood(one.kind, one.value, *normal.span(one.token.start, one.token.end))
        for one in sorted(named, key=lambda one: one.token.start)
    )
