"""From tokens to what was said: each reading takes a clause and makes its words surer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from imaging.brief.cameras import with_cameras
from imaging.brief.degrees import with_cool, with_steps
from imaging.brief.model import SceneBrief
from imaging.brief.negation import FIELDS, with_negations
from imaging.brief.own_things import left_to_the_scene
from imaging.brief.sides import with_sides
from imaging.brief.swaps import with_swaps
from imaging.brief.tokens import Token

OPERATIONS = FIELDS | {"without", "unset", "step", "remove", "replace"}
SINGLE = FIELDS - {"colours", "props", "without", "text"}
# Where both are said, the first gives way to any of the others. "From the front" may be said of any
# camera that stands in front, "from above" of one that looks down at an angle, "tall" of a story.
STRONGER = {
    ("light_quality", "soft"): ("window",),
    ("backdrop", "wall"): ("window-shadow",),
    ("occasion", "spring-festival"): ("new-year",),
    ("camera", "top-down"): ("high",),
    ("camera", "eye-level"): ("high", "top-down", "low"),
    ("aspect", "3:4"): ("9:16", "4:5"),
    ("aspect", "16:9"): ("3:1", "4:3"),
}


@dataclass(frozen=True)
class Said:
    """One thing that a text says: a field's value, or what to do with one; and where."""

    kind: str
    value: str
    token: Token


def read(tokens: Sequence[Token], changing: bool) -> list[Token]:
    """The tokens with everything resolved that depends on the words around them."""
    clauses = [list(clause) for _, clause in groupby(tokens, key=lambda token: token.clause)]
    seen = with_cameras(with_cool(clauses))
    clauses = with_negations(left_to_the_scene(clause) for clause in seen)
    clauses = [with_steps(clause, changing) for clause in with_swaps(clauses, changing)]
    return [token for clause in with_sides(clauses) for token in clause]


def said_in(
    tokens: Iterable[Token], before: SceneBrief | None = None
) -> tuple[list[Said], list[Token]]:
    """What the tokens say, and those whose value came second to another of the same field.

    Of two values of a field the first counts, unless it only names what the brief `before` has.
    """
    told = list(_told(tokens))
    gives_way = set(_giving_way(told, before))
    turned_down = {one.value for one in told if one.kind == "without"}
    chosen: dict[str, str] = {}
    kept: list[Said] = []
    second: list[Token] = []
    for one in told:
        if (one.kind, one.value) in gives_way or (
            one.value in turned_down and one.kind in ("props", "stage")
        ):
            continue
        if one.kind not in SINGLE or chosen.setdefault(one.kind, one.value) == one.value:
            kept.append(one)
        else:
            second.append(one.token)
    return kept, second


def _giving_way(told: Sequence[Said], before: SceneBrief | None) -> Iterator[tuple[str, str]]:
    """Values that are said, but not meant beside another of the same field."""
    values: dict[str, set[str]] = defaultdict(set)
    for one in told:
        values[one.kind].add(one.value)
    in_figures = {one.value for one in told if one.kind == "aspect" and _in_figures(one.token)}
    for (kind, value), strong in STRONGER.items():
        if values[kind] & set(strong) and value not in in_figures:
            yield kind, value
    for kind in SINGLE & values.keys():
        held = str(getattr(before, kind, None))
        if values[kind] - {held}:
            yield kind, held
    yield from (("aspect", value) for value in values["aspect"] - in_figures if in_figures)


def _in_figures(token: Token) -> bool:
    return token.words[0].isnumeric() or " by " in token.words or " to " in token.words


def _told(tokens: Iterable[Token]) -> Iterator[Said]:
    for token in tokens:
        for sense in token.senses:
            if sense.kind in OPERATIONS:
                yield Said(sense.kind, sense.value, token)
            elif sense.kind == "thing" and sense.value != "product" and not token.has("text"):
                yield Said("mention", sense.value, token)


def unknown_words(
    tokens: Sequence[Token], extra: Iterable[Token], text: str
) -> Iterator[tuple[int, int]]:
    """Spans of the words that were not understood; neighbours are one."""
    lost = [token for token in tokens if token.unknown] + list(extra)
    run: list[Token] = []
    for token in sorted(lost, key=lambda token: token.start):
        if run and not _one_thing(run[-1], token, text):
            yield run[0].start, run[-1].end
            run = []
        run.append(token)
    if run:
        yield run[0].start, run[-1].end


def _one_thing(token: Token, after: Token, text: str) -> bool:
    """Whether two words not understood are neighbours, and not each a thing of its own."""
    gap = text[token.end : after.start]
    parted = gap.strip() or (gap and after.is_han)
    return not parted and not (token.has("unknown") and after.has("unknown"))
