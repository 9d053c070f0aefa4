"""Left, right, 上方: of the light, of the space for text, or of the product."""

from collections.abc import Iterable, Iterator, Sequence

from imaging.brief.lexicon import Sense
from imaging.brief.tokens import Token

FIELD_OF = {"light": "light_direction", "space": "text_space", "product": "position"}
ALLOWED = {
    "light": ("left", "right", "front", "back", "top"),
    "space": ("left", "right", "top", "bottom"),
    "product": ("left", "right"),
}
LIGHT_WORDS = ("light", "lit", "glow", "beam", "光", "sun", "灯", "影")
PARTS = {"side": 4, "neg": 8}  # "lit from the front, no shadows": what stands between them parts
BEHIND_COSTS = 3  # in Latin scripts what a side belongs to mostly stands before it


def with_sides(clauses: Iterable[list[Token]]) -> Iterator[list[Token]]:
    """The clauses with each side turned into a field's value, or silenced."""
    before = "product"
    for clause in clauses:
        roles = [role for token in clause if (role := _role(token))]
        yield _with_sides(clause, "product" if roles or before == "prop" else before)
        before = roles[-1] if roles else before


def _with_sides(clause: list[Token], default: str) -> list[Token]:
    return [_placed(clause, at, default) if token.has("side") else _centred(clause, at, token)
            for at, token in enumerate(clause)]  # fmt: skip


def _placed(clause: Sequence[Token], at: int, default: str) -> Token:
    token = clause[at]
    side, owner = token.value("side") or "", _owner(clause, at, default)
    if token.has("camera") and owner not in ("light", "space"):
        return token.without("side")
    if owner in ALLOWED and side in ALLOWED[owner]:
        return token.meaning(Sense(FIELD_OF[owner], side))
    return token.meaning()


def _centred(clause: Sequence[Token], at: int, token: Token) -> Token:
    """ "text centred" does not place the product, and light at 45 degrees no camera."""
    if token.has("camera") and _is_angle(token):
        lit = any(one.value("anchor") == "light" for one in clause)
        return token.without("camera") if lit else token
    if not token.has("position"):
        return token
    return (
        token.without("position")
        if _owner(clause, at, "product") in ("space", "prop", "light")
        else token
    )


def _owner(clause: Sequence[Token], at: int, default: str) -> str:
    """Whose side the one at `at` is: the nearest thing that can have one."""
    side, side_of = clause[at], clause[at].value("side")
    best, owner = float("inf"), default
    for index, token in enumerate(clause):
        role = _role(token)
        if role is None or index == at:
            continue
        if role == "product" and side_of in ("front", "back", "top", "bottom"):
            continue  # "light from behind the bottle" is the light's
        behind = index > at
        apart = token.start - side.end if behind else side.start - token.end
        cost = apart + (0.5 if side.is_han and not behind else 0)
        cost += BEHIND_COSTS if behind and not side.is_han else 0
        between = clause[min(at, index) + 1 : max(at, index)]
        cost += sum(PARTS.get(sense.kind, 0) for one in between for sense in one.senses)
        if cost < best:
            best, owner = cost, role
    return owner


def _role(token: Token) -> str | None:
    if token.has("anchor"):
        return token.value("anchor")
    if (
        token.has("light_quality", "light_direction")
        or _refused_light(token)
        or (token.has("warmth", "brightness") and _is_light(token))
    ):
        return "light"
    if token.value("thing") == "text" or token.has("text_space"):
        return "space"
    if token.value("thing") == "product":
        return "product"
    return "prop" if token.has("props", "replace", "without", "thing") or _is_thing(token) else None


def _is_thing(token: Token) -> bool:
    """Whether a word not understood may name a thing: "spilling", "evenly" and 漫 do not."""
    verb = token.is_han and len(token.words) == 1 and not token.senses
    return token.unknown and not verb and not token.words.endswith(("ing", "ly"))


def _refused_light(token: Token) -> bool:
    return (token.value("unset") or "").startswith("light_")


def _is_angle(token: Token) -> bool:
    return any(word in token.words for word in ("45", "度", "deg", "斜上"))


def _is_light(token: Token) -> bool:
    return any(word in token.words for word in LIGHT_WORDS)
