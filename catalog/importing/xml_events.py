"""XML as a stream of events. Trusts nothing: no DTD, so no entities; depth and text have an end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from catalog.importing.problems import UnreadableFile

CHUNK = 1 << 16  # bytes
DEEPEST = 32
LONGEST_SILENCE = 4 << 20  # bytes of one tag or comment that does not end


@dataclass(frozen=True)
class Event:
    """An element that begins ("start"), ends ("end"), or some of its text ("text")."""

    kind: str
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


class Listener:
    """Collects what expat says; refuses what only an attack needs."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableFile("xml_too_deep", limit=DEEPEST)
        self.heard.append(Event("start", local(name), attributes))

    def end(self, name: str) -> None:
        self.depth -= 1
        self.heard.append(Event("end", local(name)))

    def text(self, text: str) -> None:
        self.heard.append(Event("text", text))

    def doctype(self, *_: object) -> None:
        raise UnreadableFile("xml_doctype")

    def taken(self) -> list[Event]:
        heard, self.heard = self.heard, []
        return heard


def xml_events(stream: BinaryIO) -> Iterator[Event]:
    """The events of a document, read a chunk at a time. Raises UnreadableFile."""
    listener, silent = Listener(), 0
    while True:
        data = stream.read(CHUNK)
        try:
            listener.parser.Parse(data, not data)
        except expat.ExpatError as error:
            raise UnreadableFile("xml_broken", line=error.lineno) from error
        heard = listener.taken()
        silent = 0 if heard else silent + len(data)
        if silent > LONGEST_SILENCE:
            raise UnreadableFile("xml_broken", line=listener.parser.CurrentLineNumber)
        yield from heard
        if not data:
            return


def local(name: str) -> str:
    """An element's name without its namespace."""
    return name.rpartition(" ")[2]
