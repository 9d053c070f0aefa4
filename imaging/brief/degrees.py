"""More, less, bigger, 再暖一点: steps, and whose size or number is meant."""

from collections.abc import Iterable, Iterator, Sequence

from imaging.brief.lexicon import Sense
from imaging.brief.negation import FIELDS, silent
from imaging.brief.tokens import Token

# Which end of its scale a value is.
ENDS = {
    ("warmth", "warm"): 1,
    ("warmth", "cool"): -1,
    ("brightness", "bright"): 1,
    ("brightness", "dark"): -1,
    ("scale", "large"): 1,
    ("scale", "small"): -1,
    ("prop_amount", "many"): 1,
    ("prop_amount", "few"): -1,
}
# What a size or a number may be said of.
NOUNS = (
    *("props", "replace", "without", "unset", "thing", "anchor", "ground", "stage", "surface"),
    *("style", "mood", "backdrop", "light_quality"),
)
LINKS = ("的", "of", "了", "in", "the")
DIRECTION = {"more": 1, "less": -1}


def with_cool(clauses: Iterable[list[Token]]) -> Iterator[list[Token]]:
    """ "snow, cool, candles" lists a tone; "cool, add candles" and "looks cool" only praise."""
    for at, clause in enumerate(clauses):
        listed = at > 0 and [token.words for token in clause] == ["cool"]
        yield [clause[0].meaning(Sense("warmth", "cool"))] if listed else clause


def with_steps(clause: list[Token], changing: bool) -> list[Token]:
    """Degrees before values become steps; sizes and numbers of something else are silenced."""
    clause = [_plain_step(token) for token in clause]
    for at, token in enumerate(clause):
        direction = _direction(token, changing)
        aim = _aim(clause, at) if direction is not None else None
        if direction is not None and aim is not None:
            clause[at] = token.meaning()
            clause[aim] = _stepped(clause[aim], direction)
    return [_if_meant(clause, at) for at in range(len(clause))]


def _plain_step(token: Token) -> Token:
    """A word for a step is not also a value of the same field."""
    stepped = {s.value.rstrip("+-").partition("=")[0] for s in token.senses if s.kind == "step"}
    return token.meaning(*(s for s in token.senses if s.kind not in stepped)) if stepped else token


def _direction(token: Token, changing: bool) -> int | None:
    """+1 or -1, 0 for a word that only tempers the next; None when no degree is meant."""
    degree = token.value("degree")
    if degree in DIRECTION:
        return DIRECTION[degree]
    if degree == "temper":
        return -1 if changing else 0
    return -1 if degree == "complaint" and changing else None


def _aim(clause: Sequence[Token], at: int) -> int | None:
    """The next word that chooses or names something."""
    for index in range(at + 1, len(clause)):
        token = clause[index]
        if not silent(token):
            # "not too much red" is about the colour, "not too many things" is an amount.
            return None if clause[at].has("prop_amount") and not token.has("colours") else index
    return None


def _stepped(token: Token, direction: int) -> Token:
    for sense in token.senses:
        end = ENDS.get((sense.kind, sense.value))
        if end is not None:
            return token.meaning(*_step(sense.kind, end * direction))
    if token.has("props") or token.value("thing") == "props":
        return token.meaning(*token.senses, *_step("prop_amount", direction))
    single = [s for s in token.senses if s.kind in FIELDS]
    if direction < 1 and single:
        return token.meaning(*(Sense("unset", f"{s.kind}={s.value}") for s in single))
    return token


def _step(field: str, direction: int) -> list[Sense]:
    return [Sense("step", f"{field}{'+' if direction > 0 else '-'}")] if direction else []


def _if_meant(clause: Sequence[Token], at: int) -> Token:
    """The token, silenced where it sizes or counts something that has no size or number here."""
    token = clause[at]
    sizes = token.has("scale") or token.value("step") in ("scale+", "scale-")
    counts = token.has("prop_amount") or token.value("step") in ("prop_amount+", "prop_amount-")
    if token.has("props", "thing") or not (sizes or counts):
        return token
    if token.has("degree") and at + 1 < len(clause) and clause[at + 1].has("step"):
        return token.without("prop_amount")  # "a little cooler"
    noun = _noun(clause, at)
    if counts and noun is None and token.has("degree"):
        return token.without("prop_amount")  # "tilt it a little"
    if sizes:
        meant = noun is None or noun.value("thing") == "product" or noun.has("ground")
        return (
            token
            if meant or (noun is not None and noun.unknown)
            else token.without("scale", "step")
        )
    counted = [noun, clause[at - 1] if at else None]  # 花瓣撒满桌面: what stands right before
    if noun is not None and noun.unknown:
        counted += clause[at + 1 :]  # "lots of balloons and ribbons"
    if at and clause[at - 1].has("warmth", "brightness", "light_quality"):
        return token.without("prop_amount", "step")  # 冷色多一些
    meant = noun is None or any(one is not None and _is_countable(one) for one in counted)
    return token if meant else token.without("prop_amount", "step")


def _is_countable(token: Token) -> bool:
    return token.has("props", "replace") or token.value("thing") == "props"


def _noun(clause: Sequence[Token], at: int) -> Token | None:
    """What the word at `at` is said of: the thing right behind it, else the nearest before it."""
    for index in range(at + 1, len(clause)):
        token = clause[index]
        if _names(token):
            return token
        verb = token.is_han and silent(token)  # 零星撒点花瓣
        if not (verb or token.has("colours", "shade") or token.words in LINKS):
            break
    if at + 1 < len(clause) and clause[at + 1].has("colours"):
        return clause[at + 1]
    return next((clause[i] for i in range(at - 1, -1, -1) if _names(clause[i])), None)


def _names(token: Token) -> bool:
    return token.has(*NOUNS) or token.unknown
