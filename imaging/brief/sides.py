"""Left, right, 上方: of the light, of the space for text, or of the product."""

from collections.abc import Sequence

from imaging.brief.lexicon import Sense
from imaging.brief.tokens import Token

FIELD_OF = {"light": "light_direction", "space": "text_space", "product": "position"}
ALLOWED = {
    "light": ("left", "right", "front", "back", "top"),
    "space": ("left", "right", "top", "bottom"),
    "product": ("left", "right"),
}
LIGHT_WORDS = ("light", "lit", "光", "sun", "灯", "影")
BEHIND_COSTS = 3  # in Latin scripts what a side belongs to mostly stands before it


def with_sides(clause: list[Token]) -> list[Token]:
    """The clause with each side turned into a field's value, or silenced."""
    return [_placed(clause, at) if token.has("side") else _centred(clause, at, token)
            for at, token in enumerate(clause)]  # fmt: skip


def _placed(clause: Sequence[Token], at: int) -> Token:
    token = clause[at]
    side, owner = token.value("side") or "", _owner(clause, at)
    if token.has("camera") and owner not in ("light", "space"):
        return token.without("side")
    if owner in ALLOWED and side in ALLOWED[owner]:
        return token.meaning(Sense(FIELD_OF[owner], side))
    return token.meaning()


def _centred(clause: Sequence[Token], at: int, token: Token) -> Token:
    """ "text centred" does not place the product."""
    if not token.has("position"):
        return token
    return token.without("position") if _owner(clause, at) in ("space", "prop", "light") else token


def _owner(clause: Sequence[Token], at: int) -> str:
    """Whose side the one at `at` is: the nearest thing that can have one; else the product's."""
    side = clause[at]
    best, owner = None, "product"
    for index, token in enumerate(clause):
        role = _role(token)
        if role is None or index == at:
            continue
        behind = index > at
        apart = token.start - side.end if behind else side.start - token.end
        cost = apart + (BEHIND_COSTS if behind and not side.is_han else 0)
        cost += sum(4 for one in clause[min(at, index) + 1 : max(at, index)] if one.has("side"))
        if best is None or cost < best:
            best, owner = cost, role
    return owner


def _role(token: Token) -> str | None:
    if token.has("anchor"):
        return token.value("anchor")
    if token.has("light_quality") or (token.has("warmth", "brightness") and _is_light(token)):
        return "light"
    if token.value("thing") == "text" or token.has("text_space"):
        return "space"
    if token.value("thing") == "product":
        return "product"
    return "prop" if token.has("props", "replace", "without") or token.unknown else None


def _is_light(token: Token) -> bool:
    return any(word in token.words for word in LIGHT_WORDS)
