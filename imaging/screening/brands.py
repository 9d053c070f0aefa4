"""Words that are brands' names, or look like one; which a shop may use is told elsewhere."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from imaging.screening.lettering import Read

READ = 0.7  # confidence of a line
KNOWN, MARKED, LIKELY = 0.85, 0.6, 0.3  # how surely: in the list; ® or ™ beside it; looks like one
HAN = re.compile(r"[一-鿿]")
SIGN = re.compile(r"(\w[\w&'’.-]*)\s*[®™]")
NAME = re.compile(r"[A-Z][A-Za-z&'’.-]{2,13}(?: [A-Z][A-Za-z&'’.-]{2,13})?")
LARGEST = 0.9  # of the tallest line on the product: names stand large


@dataclass(frozen=True)
class Brand:
    """A word in a line of the picture: the name as it is known, and how surely it is a brand."""

    word: str
    line: Read
    is_known: bool
    confidence: float


def brands(read: Sequence[Read]) -> Iterator[Brand]:
    """Every brand's name in `read`, the lines of a picture, each name once a line."""
    sure = [line for line in read if line.reading.confidence >= READ]
    tallest = max((line.box[3] for line in sure if line.on_product >= 0.5), default=1.0)
    for line in sure:
        known = list(known_in(line.reading.text))
        yield from (Brand(word, line, True, KNOWN * line.reading.confidence) for word in known)
        if not known and (guess := _guess(line, tallest)):
            yield guess


def _guess(line: Read, tallest: float) -> Brand | None:
    text = line.reading.text.strip()
    signed = SIGN.search(text)
    if signed:
        return Brand(signed.group(1), line, False, MARKED)
    if line.on_product < 0.5 or line.box[3] < LARGEST * tallest or not NAME.fullmatch(text):
        return None
    words = {word.casefold() for word in text.split()}
    return None if words & common() else Brand(text, line, False, LIKELY)


def known_in(text: str) -> Iterator[str]:
    """Names of the list that `text` says, as the list writes them."""
    spoken = f" {plain(text)} "
    for key, name in names().items():
        is_there = key in spoken if HAN.search(key) else f" {key} " in spoken
        if is_there:
            yield name


def plain(text: str) -> str:
    """Small letters without accents, single spaces for all signs between words."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", kept.replace("'", "").replace("’", "")))


@cache
def names() -> dict[str, str]:
    """Names in plain letters, and as they are written."""
    return {plain(name): name for group in _data()["names"].values() for name in group}


@cache
def common() -> frozenset[str]:
    """Words that often stand large on products and are no names."""
    return frozenset(_data()["common"]["words"])


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("brands.toml").read_text())
