"""What is said of the product and of props, not of the scene: their colours and materials."""

from collections.abc import Sequence
from itertools import pairwise

from imaging.brief.lexicon import Sense
from imaging.brief.tokens import Token

# A colour before these only names the material.
NATURAL = ("marble", "black-marble", "sand", "snow")
ATTRIBUTES = ("colours", "surface", "unknown", "word")
NOUNS = ("props", "surface", "backdrop", "stage", "thing", "ground", "colours", "conn", "camera")
LINKS = frozenset(
    (
        "的",
        "is",
        "are",
        "是",
        "in",
        "用",
        "要",
        "为",
        "换成",
        "改成",
        "改为",
        "use",
        "color",
        "colour",
        "was",
        "都是",
        "很",
    )
)
MAX_OWN = 4  # words that may stand between "my" and the thing


def left_to_the_scene(clause: list[Token]) -> list[Token]:
    """The clause with everything silenced that describes what is sold, props or the text."""
    clause = without_asides(clause)
    clause = without_owned(clause)
    clause = with_sure_colours(clause)
    clause = without_shades(clause)
    return without_attributes(clause)


def without_asides(clause: list[Token]) -> list[Token]:
    """Nothing of a clause about other pictures; of one about the goods, what follows "want"."""
    if any(token.has("aside") for token in clause):
        return [token.meaning() for token in clause]
    silent, kept = False, []
    for token in clause:
        silent = token.has("sells") or (silent and not token.has("resume"))
        kept.append(token.meaning() if silent and not token.has("text", "occasion") else token)
    return kept


def without_owned(clause: list[Token]) -> list[Token]:
    """ "my red candle" names a thing for sale, whatever it is."""
    clause = list(clause)
    for at, token in enumerate(clause):
        if token.has("own"):
            for index in _owned(clause, at):
                if not clause[index].has("occasion"):
                    clause[index] = clause[index].meaning(*_as_product(clause[index]))
    return clause


def _as_product(token: Token) -> list[Sense]:
    return [sense for sense in token.senses if sense.kind == "thing"]


def _owned(clause: Sequence[Token], at: int) -> range:
    mine = clause[at].value("own") == "mine"
    end, sure = at + 1, False
    while end < min(len(clause), at + 1 + MAX_OWN):
        token = clause[end]
        is_thing = (
            token.value("thing") == "product" or token.unknown or (mine and token.has("props"))
        )
        if not is_thing and not token.has("colours", "surface", "style", "occasion", "mood"):
            break
        sure = sure or is_thing
        end += 1
        if token.value("thing") == "product":
            break
    return range(at + 1, end if sure else at + 1)


def with_sure_colours(clause: list[Token]) -> list[Token]:
    """A single Chinese character is a colour only beside a word that shows it; else unknown."""
    kept = []
    for at, token in enumerate(clause):
        alone = token.has("colours") and token.is_han and len(token.words) == 1
        kept.append(token.meaning_nothing() if alone and not _shown(clause, at) else token)
    return kept


def _shown(clause: Sequence[Token], at: int) -> bool:
    token = clause[at]
    before = clause[at - 1] if at else None
    after = clause[at + 1] if at + 1 < len(clause) else None
    if after is None or after.start > token.end:
        return True
    if before is not None and before.end == token.start and before.has("colours", "shade", "swap"):
        return True
    return after.has(*NOUNS) or after.words in (
        "的",
        "到",
        "和",
        "配",
        "加",
        "一点",
        "点",
        "调",
        "系",
    )


def without_shades(clause: list[Token]) -> list[Token]:
    """ "soft lilac" and 暖灰 are colours, not light; but "soft white light" is light."""
    kept = list(clause)
    for at, (token, after) in enumerate(pairwise(clause)):
        shown = clause[at + 2] if at + 2 < len(clause) else None
        is_light = shown is not None and shown.has("anchor", "light_quality")
        if token.has("shade") and after.has("colours") and not is_light:
            kept[at] = token.without("light_quality", "warmth", "brightness")
    return kept


def without_attributes(clause: list[Token]) -> list[Token]:
    """Colours and materials of products, props, materials that have one, and text are silenced."""
    clause = list(clause)
    for at, token in enumerate(clause):
        if token.value("thing") == "product":
            _silence_before(clause, at, ATTRIBUTES)
            _silence_after(clause, at)
        elif token.has("props") or token.value("thing") == "text":
            _silence_before(clause, at, ("colours",))
            if not token.has("props"):
                _silence_after(clause, at)
        elif token.value("surface") in NATURAL and not token.has("colours"):
            _silence_before(clause, at, ("colours",))
    return clause


def _silence_before(clause: list[Token], at: int, kinds: Sequence[str]) -> None:
    """Right before `at`, over 的 and "and" between two of them."""
    at -= 1
    while at >= 0:
        token = clause[at]
        if token.has(*kinds) and not token.has("backdrop"):
            clause[at] = token.without("colours", "surface", "unknown", "word")
        elif not (token.words == "的" or _joins(clause, at)):
            return
        at -= 1


def _joins(clause: Sequence[Token], at: int) -> bool:
    token = clause[at]
    return token.words in ("and", "&", "和") and at > 0 and clause[at - 1].has("colours")


def _silence_after(clause: list[Token], at: int) -> None:
    """ "the mug is red", 字用白色."""
    at += 1
    linked = False
    while at < len(clause) and clause[at].words in LINKS:
        linked, at = True, at + 1
    if linked and at < len(clause) and clause[at].has("colours"):
        clause[at] = clause[at].without("colours")
