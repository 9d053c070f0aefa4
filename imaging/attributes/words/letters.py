"""Sizes of clothes and shoes: XL, 均码, EU 42, 42码, 170/92A, W32 L34, 75B."""

import re
from collections.abc import Iterator

from imaging.attributes.words.lexicon import words
from imaging.attributes.words.spot import Spot, plain
from imaging.brief.normal import Normal

TO = r" ?[-~–—至到] ?"
LETTER = r"(?:[1-8]xl|[2-4]xs|x{1,5}[sl]|[sml])"
ALONE = r"(?<![a-z0-9'&./_+-])"
NO_MORE = r"(?![a-z0-9'&_+]|[-./]\w)"
NUMBER = r"\d{1,3}(?:[.,]5)?"
DECLARED = r"(?:尺码|码数|码|尺寸|规格|号型|大小|\bsizes?|\bsz)[: .]{0,3}"

ONE_SIZE = re.compile(words("letters", "one_size"))
TAILORED = re.compile(r"(?<![\d/])(\d{2,3}/\d{2,3}) ?([abcy])(?![a-z])")
JEANS = re.compile(r"\bw ?(\d{2})[ /x]{0,3}l ?(\d{2})(?!\d)")
BRA = re.compile(r"(?<![\d.])((?:6[05]|7[05]|8[05]|9[05]|3[02468]|4[024])[a-h]{1,2})(?![a-z0-9])")
BRA_WORD = re.compile(r"文胸|内衣|胸罩|罩杯|\bbra|\bcup")

ZONES = {
    "eu": "EU", "eur": "EU", "欧码": "EU", "欧洲码": "EU", "us": "US", "美码": "US", "uk": "UK",
    "英码": "UK", "cn": "CN", "jp": "JP", "日码": "JP",
}  # fmt: skip
LEAST_MOST = {"EU": (15, 60), "US": (0, 24), "UK": (0, 30), "CN": (30, 290), "JP": (3, 32)}
ZONE = "(?:" + "|".join(sorted(ZONES, key=len, reverse=True)) + ")"
ZONED = re.compile(
    rf"(?<![a-z])(?P<zone>{ZONE})(?: ?(?:size|men'?s|women'?s))?[ :.]{{0,2}}(?P<low>{NUMBER})"
    rf"(?:{TO}(?P<high>{NUMBER}))?(?![\w.%]|,\d|-\w)(?! ?[x×*])码?"
)
ZONED_BEHIND = re.compile(
    rf"(?:\bsize ?)?(?<![\d.,a-z-])(?P<low>{NUMBER})(?:{TO}(?P<high>{NUMBER}))? ?"
    r"(?P<zone>eu|us|uk)(?![a-z$])"
)
CODE = re.compile(rf"(?<![\d.,a-z-])(\d{{2,3}}(?:\.5)?)(?:{TO}(\d{{2,3}}(?:\.5)?))? ?码(?![率字])")
CODES = re.compile(r"(?<![\d.,a-z-])((?:\d{2}[ /、,]{1,2}){2,})(?=\d{2} ?码)")
CODE_BEHIND = re.compile(
    rf"(?:尺码|码数|鞋码)[: ]{{0,2}}(\d{{2,3}}(?:\.5)?)(?:{TO}(\d{{2,3}}))?(?![\d.]| ?[x×*a-z])"
)
SIZE_N = re.compile(
    r"\bsize[: #.]{0,3}(\d{1,2}(?:\.5)?)"
    r"(?![\d.,]*\d|[\w\"'″′”]| ?(?:[x×*%]|cm|mm|in\b|inch|ml|oz|g\b|kg))"
)

ITEM = rf"(?:{LETTER})"
LISTED = re.compile(rf"{ALONE}{ITEM}(?:(?: ?[/,、|\n] ?| ){ITEM})+{NO_MORE}")
RANGE = re.compile(rf"{ALONE}(?P<low>{LETTER})码?{TO}(?P<high>{LETTER}){NO_MORE}")
NAMED = re.compile(
    rf"{DECLARED}(?P<one>{LETTER}){NO_MORE}|{ALONE}(?P<other>{LETTER}) ?(?:[码号]|(?=\(\x00))"
)
BARE = re.compile(rf"{ALONE}(?P<one>{LETTER}){NO_MORE}(?! ?max\b)")
# Behind another size, in brackets, or last: "165/88A L", "T-shirt (M)", "Hoodie - L".
APART = re.compile(
    r"(?:(?<=\x00)|(?<=\x00 )|\( ?(?=[sml] ?\))|[-–—|,] ?(?=[sml] *(?:\n|$)))"
    r"(?P<one>[sml])(?![a-z0-9'&./-])"
)
WHOLE_LINE = re.compile(r"(?:^|(?<=\n)) *(?P<one>[sml]) *(?=\n|$)")


def worded(normal: Normal, text: str) -> Iterator[Spot]:
    """均码 and "one size"."""
    for found in ONE_SIZE.finditer(text):
        yield Spot(*found.span(), "one size", "one-size", 0.98)


def tailored(normal: Normal, text: str) -> Iterator[Spot]:
    """GB/T 1335's 170/92A, jeans by waist and length, bras by band and cup."""
    for found in TAILORED.finditer(text):
        yield Spot(*found.span(), found[1] + found[2].upper(), "clothing", 0.98)
    for found in JEANS.finditer(text):
        yield Spot(*found.span(), f"W{found[1]} L{found[2]}", "clothing", 0.97)
    if BRA_WORD.search(normal.text):
        for found in BRA.finditer(text):
            yield Spot(*found.span(), found[1].upper(), "bra", 0.95)


def numbered(normal: Normal, text: str) -> Iterator[Spot]:
    """EU 42, US 9.5; 42码, a shoe; 28码, a waist; 110码, a child's height; "size 10"."""
    taken: list[tuple[int, int]] = []
    for spot in (*_zoned(text), *_coded(text), *_bare_numbers(text)):
        if all(spot.end <= start or spot.start >= end for start, end in taken):
            taken.append((spot.start, spot.end))
            yield spot


def _zoned(text: str) -> Iterator[Spot]:
    for pattern in (ZONED, ZONED_BEHIND):
        for found in pattern.finditer(text):
            zone = ZONES[found["zone"]]
            least, most = LEAST_MOST[zone]
            if least <= float(plain(found["low"])) <= most:
                value = f"{zone} {_span(found['low'], found['high'])}"
                yield Spot(*found.span(), value, "shoe", 0.96)


def _coded(text: str) -> Iterator[Spot]:
    for pattern in (CODE, CODE_BEHIND):
        for found in pattern.finditer(text):
            yield from _code(*found.span(), _span(found[1], found[2]))
    for listed in CODES.finditer(text):
        for found in re.finditer(r"\d{2}", listed[0]):
            start = listed.start() + found.start()
            yield from _code(start, start + 2, found[0])


def _code(start: int, end: int, shown: str) -> Iterator[Spot]:
    """What the number before 码 means: Chinese shoes are numbered as European ones."""
    low = float(shown.split("–")[0])
    if 34 <= low <= 50:
        yield Spot(start, end, f"EU {shown}", "shoe", 0.95)
    elif 80 <= low <= 180:
        yield Spot(start, end, f"{shown} cm", "clothing", 0.95)
    elif 14 <= low < 34:
        yield Spot(start, end, shown, "number", 0.95)


def _bare_numbers(text: str) -> Iterator[Spot]:
    for found in SIZE_N.finditer(text):
        yield Spot(*found.span(), plain(found[1]), "number", 0.93)


def _span(low: str, high: str | None) -> str:
    return f"{plain(low)}–{plain(high)}" if high else plain(low)


def lettered(normal: Normal, text: str) -> Iterator[Spot]:
    """S to 8XL: in ranges and lists, behind 尺码 and "size", alone where two letters tell."""
    taken: list[tuple[int, int]] = []
    for spot in (*_ranges(text), *_lists(text), *_single(text)):
        if all(spot.end <= start or spot.start >= end for start, end in taken):
            taken.append((spot.start, spot.end))
            yield spot


def _ranges(text: str) -> Iterator[Spot]:
    for found in RANGE.finditer(text):
        value = f"{letter(found['low'])}–{letter(found['high'])}"
        yield Spot(*found.span(), value, "letter", 0.96)


def _lists(text: str) -> Iterator[Spot]:
    for found in LISTED.finditer(text):
        items = list(re.finditer(rf"{ALONE}{ITEM}|(?<=[/]){ITEM}", found[0]))
        for item in items:
            start = found.start() + item.start()
            yield Spot(start, start + len(item[0]), letter(item[0]), "letter", 0.95)


def _single(text: str) -> Iterator[Spot]:
    for found in NAMED.finditer(text):
        yield Spot(*found.span(), letter(found["one"] or found["other"]), "letter", 0.98)
    for found in APART.finditer(text):
        yield Spot(*found.span("one"), letter(found["one"]), "letter", 0.9)
    for found in WHOLE_LINE.finditer(text):
        yield Spot(*found.span("one"), letter(found["one"]), "letter", 0.6)
    for found in BARE.finditer(text):
        if len(found["one"]) > 1:
            yield Spot(*found.span("one"), letter(found["one"]), "letter", 0.95)


def letter(said: str) -> str:
    """ "2XL" of "xxl" and "2xl"; small ones keep their letters, as labels have them."""
    base = said[-1].upper()
    many = int(said[0]) if said[0].isdigit() else said.count("x")
    if base == "L" and many > 1:
        return f"{many}XL"
    return "X" * many + base
