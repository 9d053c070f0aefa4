"""One thing for another: 换成, swap … for, instead of."""

from collections.abc import Collection, Iterable, Sequence

from imaging.brief.lexicon import Sense
from imaging.brief.negation import FIELDS
from imaging.brief.tokens import Token


def with_swaps(clauses: Iterable[list[Token]], changing: bool) -> list[list[Token]]:
    """In "A 换成 B", "swap A for B" and "B instead of A" A is taken back, and B replaces.

    Where there is a brief to change, A may stand in the clause before: 红色太艳了，换成墨绿.
    """
    done: list[list[Token]] = []
    for clause in clauses:
        at = next((i for i, token in enumerate(clause) if token.has("swap")), None)
        if at is None:
            instead = any(token.has("instead") for token in clause)
            done.append([_replacing(token) for token in clause] if instead else clause)
            continue
        old, new = _sides(clause, at)
        if changing and done and not any(clause[index].has(*FIELDS) for index in old):
            done[-1] = [_replaced(token, _named(clause, new)) for token in done[-1]]
        done.append(_swapped(clause, old, new))
    return done


def _swapped(clause: Sequence[Token], old: Collection[int], new: Collection[int]) -> list[Token]:
    swapped = list(clause)
    instead_of = any(token.value("swap") == "instead-of" for token in clause)
    for index in old:
        swapped[index] = _replaced(clause[index], FIELDS if instead_of else _named(clause, new))
    for index in new:
        swapped[index] = _replacing(clause[index])
    return swapped


def _sides(clause: Sequence[Token], at: int) -> tuple[Collection[int], Collection[int]]:
    """Where the old and the new thing are named."""
    size = len(clause)
    if clause[at].value("swap") == "instead-of":
        end = next((i for i in range(at + 1, size) if clause[i].has(*FIELDS)), size - 1) + 1
        return range(at + 1, end), [*range(at), *range(end, size)]
    pivot = next((i for i in range(at + 1, size) if clause[i].has("to")), at)
    # 花换成石头 names the old thing first.
    return range(0 if clause[at].is_han else at + 1, pivot), range(pivot + 1, size)


def _named(clause: Sequence[Token], new: Iterable[int]) -> set[str]:
    return {sense.kind for index in new for sense in clause[index].senses if sense.kind in FIELDS}


def _replaced(token: Token, named: Collection[str]) -> Token:
    """What gives way leaves the brief, and is not said after all."""
    if not token.has(*named):
        return token
    gone = [Sense("remove", f"{s.kind}={s.value}") for s in token.senses if s.kind in named]
    return token.meaning(*gone, *(s for s in token.senses if s.kind not in named))


def _replacing(token: Token) -> Token:
    senses = [Sense("replace", s.value) if s.kind == "props" else s for s in token.senses]
    return token.meaning(*senses) if token.has("props") else token
