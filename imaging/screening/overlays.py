"""Words laid over a picture: a price, a watermark, or any others."""

import re
from collections.abc import Sequence
from typing import Literal

from imaging.attributes.words.prices import prices_in
from imaging.ocr import distance
from imaging.screening.lettering import Read

Kind = Literal["text", "price", "watermark"]

BESIDE = 0.5  # of a line on the product; more is the product's own print
STRADDLES = 0.12  # of a line that must stand on, and off, the product to be laid over both
READ = 0.6  # confidence
LEAST_LETTERS = 2
SAME = 0.2  # distance of two lines that say the same
OFTEN = 3  # times the same words stand in a picture: a pattern
MARKED = re.compile(
    r"©|\(c\)\s|www\.|https?:|\.(?:com|cn|net|shop)\b|@\w"
    r"|\b(?:watermark|sample|preview|stock|photo by|all rights|copyright|draft|proof)\b"
    r"|水印|样图|样张|版权|盗图|盗用|禁止转载|预览|摄影|实拍",
    re.IGNORECASE,
)
OFFER = re.compile(
    r"\d+\s*%\s*(?:off|discount)|\b(?:sale|only|deal|now)\b|\d(?:\.\d)?\s*折|特价|促销|满\d+减|到手价|包邮|秒杀|券后",
    re.IGNORECASE,
)
PRICED = re.compile(r"[¥￥$€£]\s*\d|\d\s*(?:元|rmb|usd|eur)\b|\d\s*[€元]", re.IGNORECASE)


def laid_over(line: Read) -> bool:
    """Whether `line` was surely read and does not belong to the product."""
    letters = sum(sign.isalnum() for sign in line.reading.text)
    is_read = line.reading.confidence >= READ and letters >= LEAST_LETTERS
    return is_read and line.on_product < BESIDE


def kind_of(line: Read, every: Sequence[Read]) -> Kind:
    """What `line` is, among `every` line of the picture."""
    text = line.reading.text
    if PRICED.search(text) or OFFER.search(text) or prices_in(text):
        return "price"
    if MARKED.search(text) or is_pattern(line, every) or is_across(line):
        return "watermark"
    return "text"


def is_pattern(line: Read, every: Sequence[Read]) -> bool:
    """Whether the same words stand all over the picture."""
    return sum(says_the_same(line, one) for one in every) >= OFTEN


def says_the_same(line: Read, other: Read) -> bool:
    """But for a misread letter."""
    return distance(line.reading.text, other.reading.text) <= SAME


def is_across(line: Read) -> bool:
    """Whether it stands partly on the product."""
    return STRADDLES < line.on_product < 1 - STRADDLES
