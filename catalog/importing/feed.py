"""A feed in RSS 2.0 or Atom as rows: one item a row, its elements as columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from catalog.importing.formats import profiles
from catalog.importing.problems import UnreadableFile
from catalog.importing.tables import LONGEST_CELL, MOST_COLUMNS, Row
from catalog.importing.xml_events import Event, xml_events

ITEMS = ("item", "entry")
LOOKED_AT = 50  # items that say which elements there are
CONTENT = ["content"]  # of a text that a machine wrote, beside its source type
Item = dict[str, str]


@dataclass(frozen=True)
class XmlTable:
    """Items numbered from 2, as the rows of a sheet are; row 1 names the elements."""

    stream: BinaryIO
    kind: str = "xml"
    encoding: str = ""

    def rows(self) -> Iterator[Row]:
        """The names of elements, then every item. Raises UnreadableFile."""
        items = self.items()
        first = list(islice(items, LOOKED_AT))
        found = dict.fromkeys(name for item in first for name in item)
        known = [heads[0] for heads in profiles()["google"].columns.values()]
        heads = list(found | dict.fromkeys([*known, "additional_image_link"])) if found else []
        yield 1, heads
        for number, item in enumerate(chain(first, items), start=2):
            yield number, [item.get(head, "") for head in heads]

    def items(self) -> Iterator[Item]:
        """Every item as its elements' text; one that comes again goes on after a line break."""
        self.stream.seek(0)
        events = xml_events(self.stream)
        for event in events:
            if event.kind == "start" and event.name in ITEMS:
                yield item_of(events)


def item_of(events: Iterator[Event]) -> Item:
    """The item that has just begun; elements within its elements say nothing about the product."""
    found: Item = {}
    path: list[str] = []
    parts: list[str] = []
    length = 0
    for event in events:
        if event.kind == "text":
            length += len(event.name)
            parts += [event.name] if len(path) == 1 or path[1:] == CONTENT else []
        elif event.kind == "start":
            path.append(event.name)
        elif not path:
            break
        else:
            name, text = path.pop(), "".join(parts).strip()
            if not path:
                keep(found, name, text)
                parts = []
        if length > LONGEST_CELL:
            raise UnreadableFile("xml_item_too_long")
        if len(found) > MOST_COLUMNS:
            raise UnreadableFile("columns_too_many", count=len(found), limit=MOST_COLUMNS)
    return found


def keep(found: Item, name: str, text: str) -> None:
    if name not in found:
        found[name] = text
    elif name.endswith("image_link") and text:
        found[name] = f"{found[name]}\n{text}"
