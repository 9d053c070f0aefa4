"""A shop's own XML feed back: all that is in it, but its pictures, and attributes that it lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from catalog.exporting.google import MOST_FURTHER
from catalog.exporting.model import Goods
from catalog.exporting.same_file import AT_ONCE, FACETS, Resolve
from catalog.importing.feed import ITEMS
from catalog.table_files import xml_text

CHUNK = 1 << 16
MOST_HELD = 4 << 20  # characters of items whose products are looked up together
PICTURES = ("image_link", "additional_image_link")
BEGINS = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass
class Item:
    """One item as it is written: `pictures` are the places in `parts` that pictures took."""

    number: int
    parts: list[str]
    pictures: list[int] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    prefix: str = "g:"

    def written(self, goods: Goods | None) -> str:
        """The item with the pictures of `goods`, as it was where there are none."""
        parts = [*self.parts]
        if goods is None:
            return "".join(parts)
        offer = next((one for one in goods.offers if one.known_as == self.said.get("id")), None)
        shown = goods.pictures_of(offer) if offer else list(goods.pictures)
        if shown:
            for at in self.pictures:
                parts[at] = ""
            parts[-1] = self.elements([one.address for one in shown]) + parts[-1]
        facets = goods.facets_of(offer) if offer else {}
        return "".join([*parts[:-1], self.lacking(facets), parts[-1]])

    def elements(self, addresses: list[str]) -> str:
        first, *further = addresses
        named = [(PICTURES[0], first), *((PICTURES[1], one) for one in further[:MOST_FURTHER])]
        return "".join(self.element(name, address) for name, address in named)

    def lacking(self, facets: Mapping[str, str]) -> str:
        there = {name for name, text in self.said.items() if text.strip()}
        wanted = [name for name in FACETS if name in facets and name not in there]
        return "".join(self.element(name, facets[name]) for name in wanted)

    def element(self, name: str, text: str) -> str:
        tag = f"{self.prefix}{name}"
        return f"<{tag}>{xml_text(text)}</{tag}>"


class Copying:
    """Hears a feed and says it again, item by item. Comments and CDATA stay as they are."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = lambda *_: None  # what is written is UTF-8
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.DefaultHandlerExpand = self.other
        self.outside: list[str] = []
        self.items: list[Item | str] = []
        self.item: Item | None = None
        self.path: list[str] = []
        self.count = 1  # row 1 of the table names the elements

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        if self.item is not None:
            self.path.append(name)
            if len(self.path) == 1:
                self.item.parts.append("")
        elif local(name) in ITEMS:
            self.count += 1
            self.let_go()
            self.item = Item(self.count, [])
        self.other(f"<{name}{said}>", is_markup=True)

    def end(self, name: str) -> None:
        if self.item is None or self.path:
            self.other(f"</{name}>", is_markup=True)
        if self.item is None:
            return
        if self.path:
            self.path.pop()
            self.child_ended(self.item, name)
            return
        self.item.parts.append(f"</{name}>")
        self.items.append(self.item)
        self.item = None

    def child_ended(self, item: Item, name: str) -> None:
        if self.path:
            return
        if local(name) in PICTURES:
            item.pictures.append(len(item.parts) - 1)
            item.prefix = name.removesuffix(local(name))
        item.said.setdefault(local(name), "")
        item.parts.append("")

    def other(self, text: str, is_markup: bool = False) -> None:
        if self.item is None:
            self.outside.append(text)
            return
        if self.item.parts:
            self.item.parts[-1] += text
        else:
            self.item.parts.append(text)
        if len(self.path) == 1 and not is_markup and not text.startswith(("<!", "]]")):
            name = local(self.path[0])
            self.item.said[name] = self.item.said.get(name, "") + text

    def let_go(self) -> None:
        """Hand on what stood between items."""
        if self.outside:
            self.items.append("".join(self.outside))
            self.outside = []

    def taken(self) -> list[Item | str]:
        taken, self.items = self.items, []
        return taken


def feed_chunks(stream: BinaryIO, resolve: Resolve) -> Iterator[bytes]:
    """The feed, streamed: items are looked up some hundred at a time."""
    stream.seek(0)
    copying = Copying()
    yield BEGINS
    held: list[Item | str] = []
    while data := stream.read(CHUNK):
        copying.parser.Parse(data, False)
        held += copying.taken()
        if len(held) >= AT_ONCE or sum(map(size, held)) > MOST_HELD:
            yield written(held, resolve)
            held = []
    copying.parser.Parse(b"", True)
    copying.let_go()
    yield written([*held, *copying.taken()], resolve)


def written(held: list[Item | str], resolve: Resolve) -> bytes:
    known = resolve([one.number for one in held if isinstance(one, Item)])
    texts = (one if isinstance(one, str) else one.written(known.get(one.number)) for one in held)
    return "".join(texts).encode()


def size(held: Item | str) -> int:
    return len(held) if isinstance(held, str) else sum(map(len, held.parts))


def local(name: str) -> str:
    return name.rpartition(":")[2]
