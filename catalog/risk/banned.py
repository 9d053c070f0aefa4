"""Words of goods that may not be sold: data in banned.toml, and how they are found in a text."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from imaging.labels import Label

CHINESE = "\u3400-\u9fff"
BETWEEN_CHINESE = re.compile(rf"(?<=[{CHINESE}])[^0-9a-z{CHINESE}]+(?=[{CHINESE}])")
HYPHENS = re.compile(r"[\s_\-\u2010-\u2015]+")
PLATFORM = "platform"
OWN_LABEL = Label(en="The platform's own list", zh="平台自定义禁售词")


class Goods(BaseModel, frozen=True, extra="forbid"):
    """One kind of goods, the words that name it, and phrases that look alike and are allowed."""

    key: str
    label: Label
    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    except_en: tuple[str, ...] = ()
    except_zh: tuple[str, ...] = ()


@dataclass(frozen=True)
class Banned:
    """A banned word that stands in a text, and what kind of goods it names."""

    word: str
    kind: str
    label: Label


@dataclass(frozen=True)
class Words:
    """All banned words with their goods, and the phrases that allow one inside them."""

    banned: tuple[tuple[re.Pattern[str], Banned], ...]
    allowed: tuple[re.Pattern[str], ...]

    def found_in(self, text: str) -> list[Banned]:
        """The banned words of `text` outside every allowed phrase, each once."""
        text = plain(text)
        free = [span for phrase in self.allowed for span in spans(phrase, text)]
        return [
            one
            for pattern, one in self.banned
            if any(not within(span, free) for span in spans(pattern, text))
        ]


def plain(text: str) -> str:
    """Text as words are looked for in it: NFKC, lower case, hyphens as single spaces, and nothing
    between Chinese characters but letters and digits, so that 手·枪 reads as 手枪."""
    folded = HYPHENS.sub(" ", unicodedata.normalize("NFKC", text).lower())
    return BETWEEN_CHINESE.sub("", folded).strip()


def pattern_of(word: str) -> re.Pattern[str]:
    """What finds `word`: anywhere where it has Chinese in it, else as a whole word or its plural.

    Letters at the ends of a mixed word, as in a货, are not part of a longer Latin word either.
    """
    word = plain(word)
    starts, ends = (re.match("[0-9a-z]", end) is not None for end in (word[:1], word[-1:]))
    before = "(?<![0-9a-z])" if starts else ""
    plural = "" if re.search(f"[{CHINESE}]", word) else "(?:e?s)?"
    after = f"{plural}(?![0-9a-z])" if ends else ""
    return re.compile(before + re.escape(word) + after)


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(text)]


def within(span: tuple[int, int], allowed: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in allowed)


@cache
def words_of(added: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> Words:
    """The words that ship with the studio, those that the platform added, less what it allowed."""
    goods = goods_shipped()
    own = Goods(key=PLATFORM, label=OWN_LABEL, zh=added)
    return Words(
        banned=tuple(
            (pattern_of(word), Banned(word, kind.key, kind.label))
            for kind in (*goods, own)
            for word in (*kind.en, *kind.zh)
        ),
        allowed=tuple(
            pattern_of(phrase)
            for phrase in (
                *(one for kind in goods for one in (*kind.except_en, *kind.except_zh)),
                *allowed,
            )
        ),
    )


@cache
def goods_shipped() -> tuple[Goods, ...]:
    """The kinds of goods in banned.toml. Raises ValidationError of pydantic."""
    tables = tomllib.loads(Path(__file__).with_name("banned.toml").read_text("utf-8"))
    return tuple(Goods.model_validate(table) for table in tables["goods"])
