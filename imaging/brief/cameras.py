"""Where the camera stands, said in two words: "camera: low", 机位高一点, a bit from above."""

from collections.abc import Iterable, Iterator

from imaging.brief.lexicon import Sense
from imaging.brief.tokens import Token


def with_cameras(clauses: Iterable[list[Token]]) -> Iterator[list[Token]]:
    """The clauses with heights turned into a camera beside a word for one, else as if not known.

    "camera: low" names the camera in one clause and where it stands in the next.
    """
    announced = False
    for clause in clauses:
        lens = any(token.has("lens") for token in clause)
        told = lens or announced
        yield [_standing(token, told) if token.has("height") else token for token in clause]
        announced = lens and len(clause) == 1


def _standing(token: Token, told: bool) -> Token:
    height = token.value("height")
    if told and height:
        return token.meaning(Sense("camera", height))
    others = [sense for sense in token.senses if sense.kind != "height"]
    return token.meaning(*others) if others else token.meaning_nothing()
