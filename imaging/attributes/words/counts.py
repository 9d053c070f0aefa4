"""How many are packed: 5双装, 三件套, "set of 2"."""

import re
from collections.abc import Iterator

from imaging.attributes.words.lexicon import key_of, of_table
from imaging.attributes.words.spot import Spot
from imaging.brief.normal import Normal

HAN = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
MANY = rf"(?P<many>\d{{1,3}}|[{''.join(HAN)}])"
FREE = r"(?<![\d.,\-a-z十百第])"
BARE = re.compile(rf"{FREE}{MANY}[ -]?(?P<what>{of_table('count')})(?![/\d])(?:[装入套])?")
PACKED = re.compile(rf"{FREE}{MANY} ?(?P<what>{of_table('packed')})(?:[装入套])")
OF = re.compile(r"\b(?:set|pack|lot|bundle|box) of (?P<many>\d{1,3})(?!\d)")


def counted(normal: Normal, text: str) -> Iterator[Spot]:
    """5 pairs, 3 pcs; one of anything is no count."""
    for pattern, table in ((PACKED, "packed"), (BARE, "count"), (OF, "")):
        for found in pattern.finditer(text):
            many = HAN.get(found["many"]) or int(found["many"])
            if many > 1:
                what = key_of(table, found["what"]) if table else "pcs"
                yield Spot(*found.span(), f"{many} {what}", "count", 0.9)
