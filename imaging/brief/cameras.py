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
        is_told = (lens or announced) and not any(token.has("camera") for token in clause)
        yield [_standing(token, is_told) if token.has("height") else token for token in clause]
        announced = lens and len(clause) == 1


def _standing(token: Token, is_told: bool) -> Token:
    height = token.value("height")
    if is_told and height:
        return token.meaning(Sense("camera", height))
    others = [sense for sense in token.senses if sense.kind != "height"]
    return token.meaning(*others) if others else token.meaning_nothing()
