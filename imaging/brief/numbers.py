"""Numbers in a text: shapes, how many variants, brand colours, prices."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import get_args

from imaging.brief.lexicon import Sense
from imaging.brief.model import MAX_VARIANTS, Aspect
from imaging.brief.tokens import Token

WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
WORDS |= {"nine": 9, "ten": 10, "a dozen": 12, "twelve": 12, "couple of": 2}
WORDS |= {word: value for value, word in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2,
    "俩": 2,
}
ASPECTS = {Fraction(*map(int, name.split(":"))): name for name in get_args(Aspect)}
ASPECT_SLACK = 0.012  # sizes are rounded to pixels: 1080 × 1350, 800 × 1067

NUMBER_EN = r"(?<![\w.#:])(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a dozen)"
KIND_EN = (
    r"(?:different |new |more |various |other |nice |separate |possible |design |picture |image )"
)
VARIANTS_EN = re.compile(
    NUMBER_EN + rf" ?{KIND_EN}{{0,2}}(?:versions?|options?|variants?|variations?|images?|imgs?|"
    r"pics?|pictures?|photos?|shots|drafts?|ideas|designs?|alternatives?|renders?|choices|results?|"
    r"samples|mockups?|outputs?|looks|takes|proposals?|examples|verions?|vers)(?![a-z])"
)
VARIANTS_BARE = re.compile(
    r"(?:give me|make|generate|show me|need|x) ?" + NUMBER_EN + r"(?= ?(?:[,.!;\n]|pls|please|$))"
)
OF_ONE_LOOK = "版本|方案|效果|感觉|构图|设计|样式|排版|选择|变体|备选|候选|风格"
APART = "(?:不同|其他|别的)?(?:角度|颜色|色调|构图|场景|背景)?的?"
VARIANTS_ZH = re.compile(
    r"(?<![第\d.一二三四五六七八九十每#:])"
    r"(\d{1,3}|[一二三四五六七八九两俩]|十[一二三四五六七八九]?) ?"
    rf"(?:张(?![桌纸床椅卡脸])|版(?!本?权)|幅|稿(?!子)|个图|[个种款份]图?{APART}(?:{OF_ONE_LOOK}))"
)
# But "3/4 view" is where the camera stands.
RATIO = re.compile(
    r"(?<![\d.])(?!3/4 ?(?:view|angle|shot|from|profile|turn|perspective|视角|角度|侧))"
    r"(\d{1,2}) ?(?:[:/x×*比乘]|by(?= ?\d)) ?(\d{1,2})(?![\d.]|[a-z%元折])"
)
RATIO_ZH = re.compile(r"(十六|[一二三四五九])比(十六|[一二三四五九])")
SIZE = re.compile(
    r"(?<!\d)(\d{3,5}) ?(?:px|像素)? ?(?:[x×*:]|by|乘) ?(\d{3,5})(?!\d)(?: ?(?:px|pixels?|像素))?"
)
HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])")
CURRENCY = "元|块钱|rmb|usd|dollars?|euros?|eur|折|%(?: ?off)?"
PRICE = re.compile(
    r"(?:(?:price|only|价格|原价|现价) ?)?"
    rf"(?:[$¥€£] ?\d[\d.,]*|\d[\d.,]* ?(?:{CURRENCY}))"
)


def numbers_in(text: str) -> Iterator[Token]:
    """Tokens for the numbers of a normalised text; no two overlap."""
    end = 0
    for token in sorted(_all(text), key=lambda token: (token.start, -token.end)):
        if token.start >= end:
            yield token
            end = token.end


def _all(text: str) -> Iterator[Token]:
    readers: tuple[tuple[re.Pattern[str], Callable[..., tuple[Sense, ...]]], ...] = (
        (PRICE, lambda: (Sense("unknown", "unknown"),)),
        (HEX, _colour),
        (SIZE, _aspect),
        (RATIO, _aspect),
        (RATIO_ZH, _aspect),
        (VARIANTS_EN, _variants),
        (VARIANTS_BARE, _variants),
        (VARIANTS_ZH, _variants),
    )
    for pattern, senses in readers:
        for match in pattern.finditer(text):
            start = match.start(1) if pattern is VARIANTS_BARE else match.start()
            yield Token(start, match.end(), text[start : match.end()], 0, senses(*match.groups()))


def _colour(digits: str) -> tuple[Sense, ...]:
    full = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    return (Sense("colours", f"#{full.upper()}"),)


def _aspect(width: str, height: str) -> tuple[Sense, ...]:
    """The shape, or nothing known where the model has no such shape."""
    w, h = _number(width), _number(height)
    if not w or not h:
        return ()
    ratio = w / h
    near = [name for known, name in ASPECTS.items() if abs(ratio / float(known) - 1) < ASPECT_SLACK]
    return (Sense("aspect", near[0]),) if near else ()


def _variants(said: str) -> tuple[Sense, ...]:
    """How many; "a picture" (一张) is no number, and too many are not understood."""
    count = _number(said)
    if count == 1:
        return (Sense("stop", "stop"),)
    return (Sense("variants", str(count)),) if 1 < count <= MAX_VARIANTS else ()


def _number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    if len(said) > 1 and said[0] == "十":
        return 10 + WORDS[said[1]]
    return WORDS[said]
