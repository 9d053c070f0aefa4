"""What a text does not want."""

from collections.abc import Iterable, Sequence
from typing import get_args

from imaging.brief.lexicon import Sense
from imaging.brief.model import SceneBrief, Unwanted
from imaging.brief.tokens import SILENT, Token

UNWANTED = frozenset(get_args(Unwanted))
FIELDS = frozenset(SceneBrief.model_fields)
# Nobody asks for these, so a list of them goes on over a comma.
NEVER_ASKED = frozenset(("text", "people", "logo", "border", "pattern", "shadow", "reflection"))
IDLE = ("lens", "put", "append", "resume", "conn", "degree", "only", "but", "to", "ground")


def unwanted(token: Token) -> str | None:
    """What `token` is called when it is not wanted."""
    named = (token.value("props"), token.value("thing"), token.value("stage"))
    return next((name for name in named if name in UNWANTED), None)


def with_negations(clauses: Iterable[list[Token]]) -> list[list[Token]]:
    """Clauses in which what is not wanted means "without", and values turned down mean "unset"."""
    done: list[list[Token]] = []
    goes_on = False
    for clause in clauses:
        listed = [unwanted(token) for token in clause if not silent(token)]
        is_list = bool(listed) and set(listed) <= (UNWANTED if _ends_list(clause) else NEVER_ASKED)
        if goes_on and is_list:
            clause = [_turned_down(token) if unwanted(token) else token for token in clause]
        else:
            clause = _negated(clause)
        goes_on = bool(clause) and any(token.has("without") for token in clause)
        done.append(clause)
    return done


def _ends_list(clause: Sequence[Token]) -> bool:
    return any(token.words in ("or", "nor", "或", "或者") for token in clause)


def silent(token: Token) -> bool:
    """Whether the token chooses nothing and names nothing."""
    return all(sense.kind in SILENT or sense.kind in IDLE for sense in token.senses) and bool(
        token.senses
    )


def _negated(clause: list[Token]) -> list[Token]:
    clause = list(clause)
    for at, token in enumerate(clause):
        if not token.has("neg") or token.has("degree"):
            continue
        hits, value = _forward(clause, at) if token.value("neg") == "before" else ([], None)
        if not hits and value is None:
            hits, value = _backward(clause, at)
        for index in range(at + 1, hits[-1] if hits else at):
            clause[index] = clause[index] if index in hits else clause[index].meaning()
        for index in hits:
            clause[index] = _turned_down(clause[index])
        if not hits and value is not None:
            clause[value] = _refused(clause[value], token)
    return clause


def _forward(clause: Sequence[Token], at: int) -> tuple[list[int], int | None]:
    """Indices of what is named as unwanted behind the negation, and of the first value."""
    hits: list[int] = []
    value = None
    for index in range(at + 1, len(clause)):
        token = clause[index]
        if token.has("neg", "without") or (
            token.has("but") and not token.has("conn") and index > at + 1
        ):
            break
        if token.has("put") and clause[index - 1].words == "and":
            break  # "remove the mess and put something calm"
        if unwanted(token):
            hits.append(index)
        elif hits and not token.has("conn") and not silent(token):
            break
        elif value is None and _is_choice(token):
            value = index
            if token.value("prop_amount") == "many":
                break  # "not many shells" are some
        elif value is not None and not silent(token) and not token.has("anchor", "thing"):
            break
    return hits, value


def _is_choice(token: Token) -> bool:
    return token.has(*FIELDS, "unknown", "step", "side") or token.value("anchor") == "space"


def _backward(clause: Sequence[Token], at: int) -> tuple[list[int], int | None]:
    """The last thing named before a negation that ends its clause, with what is joined to it."""
    if not all(silent(token) or token.has("neg", "side") for token in clause[at + 1 :]):
        return [], None
    found: list[int] = []
    for index in range(at - 1, -1, -1):
        token = clause[index]
        if unwanted(token) and not token.has("without"):
            found.append(index)
        elif token.has("neg") or (found and not token.has("conn")):
            break
    value = at - 1 if at and clause[at - 1].has(*FIELDS) and clause[at].is_han else None
    return sorted(found), None if found else value


def _turned_down(token: Token) -> Token:
    return token.meaning(Sense("without", unwanted(token) or ""))


def _refused(token: Token, negation: Token) -> Token:
    """A value that is turned down: it leaves the brief, or was not understood."""
    if token.value("prop_amount") == "many":
        return token.meaning(Sense("prop_amount", "few"))
    refused = [s for s in token.senses if s.kind in FIELDS or s.kind in ("unknown", "side")]
    senses = [Sense("unset", f"{sense.kind}={sense.value}") for sense in refused]
    if token.value("anchor") == "space":
        senses.append(Sense("unset", "text_space="))
    start, end = min(token.start, negation.start), max(token.end, negation.end)
    return Token(start, end, token.words, token.clause, tuple(senses))
