"""Tables in .cube files, as editors and cameras write them.

Adobe, "Cube LUT Specification 1.0" (2013): keywords first, then one colour a line, red changing
fastest. Strict: what the specification does not know is refused with its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from imaging.errors import EngineError
from imaging.labels import Label
from imaging.ops.lut import F32, MAX_SIZE, lattice, sampled

MAX_BYTES = 16_000_000  # a table of 65 points a side in nine digits has 8 MB
MAX_SIZE_1D = 65_536
LARGEST = 1e6  # of a number: more is a damaged file

NOT_TEXT = Label(en="it is not a text file", zh="不是文本文件")
TOO_LARGE = Label(en="it has more than 16 MB", zh="超过 16 MB")
NO_SIZE = Label(en="LUT_1D_SIZE or LUT_3D_SIZE is missing", zh="缺少 LUT_1D_SIZE 或 LUT_3D_SIZE")
DOMAIN_EMPTY = Label(en="DOMAIN_MIN must be below DOMAIN_MAX", zh="DOMAIN_MIN 必须小于 DOMAIN_MAX")


@dataclass
class _Read:
    """What the lines said so far."""

    size: int = 0
    kind: str = ""
    low: F32 = field(default_factory=lambda: np.zeros(3, np.float32))
    high: F32 = field(default_factory=lambda: np.ones(3, np.float32))
    rows: list[tuple[int, str]] = field(default_factory=list)


def parse(data: bytes) -> F32:
    """The table of a .cube file: (n, n, n, 3) float32 over [0, 1], as imaging.ops.lut has it.

    A 1D table, or a domain other than [0, 1], is sampled into one of MAX_SIZE points a side.
    Raises EngineError("cube_unreadable") with the reason in both languages.
    """
    read = _Read()
    for number, line in _lines(data):
        if line[0].isalpha():
            _keyword(read, line.split(), number)
        else:
            read.rows.append((number, line))
    return _table(read)


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Lines that say something, with their numbers."""
    if len(data) > MAX_BYTES:
        raise _refused(TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(NOT_TEXT) from error
    if "\0" in text:
        raise _refused(NOT_TEXT)
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if said and not said.startswith("#"):
            yield number, said


def _keyword(read: _Read, words: list[str], number: int) -> None:
    name = words[0]
    if read.rows:
        raise _line(number, f"{name} stands after the first colour", f"{name} 出现在颜色数据之后")
    if name in ("LUT_1D_SIZE", "LUT_3D_SIZE"):
        _size(read, words, number)
    elif name in ("DOMAIN_MIN", "DOMAIN_MAX"):
        values = np.array(_numbers(words[1:], number), np.float32)
        read.low, read.high = (values, read.high) if name == "DOMAIN_MIN" else (read.low, values)
    elif name in ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE"):  # how DaVinci Resolve says a domain
        low, high = _numbers(words[1:], number, count=2)
        read.low, read.high = np.full(3, low, np.float32), np.full(3, high, np.float32)
    elif name != "TITLE":
        raise _line(number, f"“{name[:40]}” is not known", f"无法识别“{name[:40]}”")


def _size(read: _Read, words: list[str], number: int) -> None:
    if read.size:
        raise _line(number, "there is a second size", "出现了第二个尺寸")
    read.kind = words[0][4:6]
    limit = MAX_SIZE if read.kind == "3D" else MAX_SIZE_1D
    is_number = len(words) == 2 and words[1].isascii() and words[1].isdigit() and len(words[1]) < 9
    if not is_number or not 2 <= int(words[1]) <= limit:
        raise _line(
            number,
            f"the size must be a whole number from 2 to {limit}",
            f"尺寸必须是 2 到 {limit} 之间的整数",
        )
    read.size = int(words[1])


def _numbers(words: list[str], number: int, count: int = 3) -> list[float]:
    try:
        values = [float(word) for word in words]
    except ValueError:
        values = []
    if len(values) != count or not all(abs(value) <= LARGEST for value in values):
        raise _line(number, f"expected {count} numbers", f"应为 {count} 个数字")
    return values


def _colours(read: _Read) -> F32:
    """The numbers of all rows, (N, 3): at once, and again by row only to name one that is wrong."""
    lines = [line.split() for _, line in read.rows]
    try:
        colours = np.array(lines, np.float64).reshape(-1, 3)
    except ValueError:  # a row of another length, or no number
        colours = np.full((1, 3), np.nan)
    if not (np.abs(colours) <= LARGEST).all() or len(colours) != len(lines):
        for (number, _), words in zip(read.rows, lines, strict=True):
            _numbers(words, number)
    return colours.astype(np.float32)


def _table(read: _Read) -> F32:
    if not read.size:
        raise _refused(NO_SIZE)
    if not (read.low < read.high).all():
        raise _refused(DOMAIN_EMPTY)
    colours = _colours(read)
    expected = read.size**3 if read.kind == "3D" else read.size
    if len(colours) != expected:
        raise _refused(
            Label(
                en=f"it has {len(colours)} colours instead of {expected}",
                zh=f"有 {len(colours)} 个颜色，应为 {expected} 个",
            )
        )
    if read.kind == "1D":
        return _of_curves(colours, read)
    table = colours.reshape(read.size, read.size, read.size, 3)
    if not read.low.any() and (read.high == 1).all():
        return table
    return sampled(table, _within(read)).reshape(MAX_SIZE, MAX_SIZE, MAX_SIZE, 3)


def _of_curves(colours: F32, read: _Read) -> F32:
    at, steps = _within(read), np.linspace(0, 1, read.size)
    curves = [np.interp(at[:, axis], steps, colours[:, axis]) for axis in range(3)]
    return np.stack(curves, axis=-1).astype(np.float32).reshape(MAX_SIZE, MAX_SIZE, MAX_SIZE, 3)


def _within(read: _Read) -> F32:
    """Where in the domain the points of a full lattice over [0, 1] lie: (N, 3) in [0, 1]."""
    points = (lattice(MAX_SIZE).reshape(-1, 3) - read.low) / (read.high - read.low)
    return np.asarray(np.clip(points, 0, 1), np.float32)


def _line(number: int, en: str, zh: str) -> EngineError:
    return _refused(Label(en=f"line {number}: {en}", zh=f"第 {number} 行：{zh}"))


def _refused(reason: Label) -> EngineError:
    return EngineError("cube_unreadable", reason=reason)
