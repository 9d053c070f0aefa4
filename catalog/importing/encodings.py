"""Which encoding a file of text is in."""

import codecs
import io
from typing import BinaryIO

from catalog.importing.problems import UnreadableFile

CHUNK = 1 << 20  # bytes
LONGEST_LINE = 16 << 20  # characters; twice what a row may have
# Real Chinese in GBK keeps nearly all to the characters of GB 2312. Big5, Shift JIS and Latin-1 can
# often be decoded as GB 18030 too, but then read as rare characters: refused, not imported garbled.
COMMON_SHARE = 0.75
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Undisturbed(io.RawIOBase):
    """A view of a stream whose closing does not close it: readers come and go, the file stays."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def text_of(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The text of `stream` from its start; line ends stay as they are."""
    stream.seek(0)
    return io.TextIOWrapper(io.BufferedReader(Undisturbed(stream)), encoding, newline="")


def encoding_of(stream: BinaryIO) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM, or GB 18030 (which holds GBK and GB 2312).

    Reads the whole file once: a GBK file can look like UTF-8 for its first megabyte of ASCII.
    Raises UnreadableFile.
    """
    stream.seek(0)
    start = stream.read(4)
    if not start:
        raise UnreadableFile("empty")
    marked = next((name for bom, name in BOMS.items() if start.startswith(bom)), None)
    for name in (marked,) if marked else ("utf-8", "gb18030"):
        if is_text(stream, name):
            return name
    raise UnreadableFile("not_text")


def is_text(stream: BinaryIO, name: str) -> bool:
    """Whether the whole of `stream` makes sense in an encoding; a NUL character never does.

    Raises UnreadableFile for a line without end, which need not be read to find that out.
    """
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    wide = common = line = 0
    while True:
        data = stream.read(CHUNK)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError:
            return False
        if "\0" in text:
            return False
        line = 0 if "\n" in text or "\r" in text else line + len(text)
        if line > LONGEST_LINE:
            raise UnreadableFile("line_too_long", limit=round(LONGEST_LINE / 1e6))
        narrow = len(text.encode("ascii", "ignore"))
        wide += len(text) - narrow
        common += (len(text.encode("gb2312", "ignore")) - narrow) // 2
        if not data:
            return name != "gb18030" or common >= COMMON_SHARE * wide
