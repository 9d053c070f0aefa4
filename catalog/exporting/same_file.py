"""A shop's own file back: everything in it as it was, but new addresses of pictures.

What has no approved picture keeps what the file had. Attributes are filled in where cells are
empty; a Google feed gets the columns that it lacks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice, zip_longest

from catalog.exporting import google
from catalog.exporting.model import Goods, Offer, Picture
from catalog.importing.plans import PLANS, SheetRow
from catalog.importing.sheet import Sheet
from catalog.spreadsheet import cell_safe, unmarked
from catalog.table_files import csv_chunks, xlsx_chunks

AT_ONCE = 500  # lines whose products are looked up together
JOINED = {"google": ",", "woocommerce": ", "}  # addresses in one cell; "|" elsewhere
FACETS = ("color", "size", "material", "pattern")
# Products by the numbers of lines.
Resolve = Callable[[Sequence[int]], Mapping[int, Goods]]
Cells = list[str]
Line = tuple[int, Cells]


@dataclass(frozen=True)
class Group:
    """The lines of one product that stand together, as they came and as rows by number."""

    lines: list[Line]
    goods: Goods | None = None
    rows: Mapping[int, SheetRow] = field(default_factory=dict)

    def offer(self, number: int) -> Offer | None:
        """The variant that a line is about."""
        sku = self.rows[number].cells.get("sku") if number in self.rows else ""
        offers = self.goods.offers if self.goods else ()
        return next((one for one in offers if sku and one.sku == sku), None)


@dataclass(frozen=True)
class SameFile:
    """A sheet of a finished import, and how its lines find their products."""

    sheet: Sheet
    resolve: Resolve

    def chunks(self) -> Iterator[bytes]:
        """The file, streamed. Raises UnreadableFile where the table breaks off."""
        if self.sheet.table.kind == "xlsx":
            return xlsx_chunks(self.rows())
        delimiter = getattr(self.sheet.table, "delimiter", ",")
        encoding = self.sheet.encoding
        return csv_chunks(self.rows(), encoding=encoding, delimiter=delimiter, bare=self.heads_end)

    @property
    def heads_end(self) -> int:
        return self.sheet.profile.heads_row + self.sheet.profile.rows_after_heads

    @cached_property
    def added(self) -> tuple[str, ...]:
        """Columns that Google knows and the file lacks."""
        if self.sheet.profile.key != "google":
            return ()
        there = {f"option:{head.strip().lower()}" for head in self.sheet.headings}
        return tuple(one for one in FACETS if f"option:{one}" not in there)

    def rows(self) -> Iterator[Cells]:
        """Every row as it is written."""
        table = self.sheet.table.rows()
        for index, (_, cells) in enumerate(islice(table, self.heads_end), start=1):
            yield [*cells, *self.added] if index == self.sheet.profile.heads_row else cells
        for group in self.groups(table):
            for cells in self.rewritten(group):
                yield [cell_safe(unmarked(cell)) for cell in cells]

    def groups(self, table: Iterator[Line]) -> Iterator[Group]:
        """The lines by product, products looked up some hundred lines at a time."""
        for held in batches(grouped(self.sheet, table)):
            known = self.resolve([number for lines in held for number, _ in lines])
            for lines in held:
                goods = next((known[number] for number, _ in lines if number in known), None)
                yield Group(lines, goods, planned(self.sheet, lines) if goods else {})

    def rewritten(self, group: Group) -> Iterator[Cells]:
        if group.goods is None:
            return (cells for _, cells in group.lines)
        if self.sheet.profile.plan == "continuation":
            return self.of_handle(group, group.goods)
        return (self.line(group, group.goods, number, cells) for number, cells in group.lines)

    def of_handle(self, group: Group, goods: Goods) -> Iterator[Cells]:
        """One picture a line: lines are added, or those that only held a picture left out."""
        pictures = goods.pictures
        for place, (line, picture) in enumerate(zip_longest(group.lines, pictures), start=1):
            number, cells = line or (0, self.put([], "group", self.said(group, "group")))
            if pictures and not picture and number not in group.rows:
                continue
            own = goods.picture_of(offer) if (offer := group.offer(number)) else None
            shown = (picture.address, str(place)) if picture else ("", "")
            if pictures:
                cells = self.put(self.put(cells, "photos", shown[0]), "photo_position", shown[1])
            yield self.put(cells, "variant_photo", own.address) if own else cells

    def said(self, group: Group, column: str) -> str:
        """What the first line of a group has in a column."""
        return group.lines[0][1][self.sheet.columns.index(column)]

    def line(self, group: Group, goods: Goods, number: int, cells: Cells) -> Cells:
        offer = group.offer(number)
        pictures = self.pictures(group, goods, number, offer)
        if self.sheet.profile.plan == "package":
            shown = [one for one in pictures if one.media_type == "image/jpeg"]
            named = [f"{one.id}:1:{n}:|{one.address};" for n, one in enumerate(shown)]
            return self.put(cells, "photos", "".join(named)) if named else cells
        if pictures:
            cells = self.spread(cells, [one.address for one in pictures])
        return self.filled(cells, goods.facets_of(offer)) if offer else cells

    def pictures(
        self, group: Group, goods: Goods, number: int, offer: Offer | None
    ) -> list[Picture]:
        """What a line may show: of a variation its own picture, of a feed's item its own first."""
        if self.sheet.profile.plan == "parents" and group.rows[number].cells.get("group") and offer:
            own = goods.picture_of(offer)
            return [own] if own else []
        return goods.pictures_of(offer) if offer else list(goods.pictures)

    def spread(self, cells: Cells, addresses: list[str]) -> Cells:
        """One address a column, the rest in the last one."""
        places = [at for at, name in enumerate(self.sheet.columns) if name == "photos"]
        joined = JOINED.get(self.sheet.profile.key, "|")
        if self.sheet.profile.key == "google":
            addresses = addresses[: 1 + google.MOST_FURTHER]
        for nth, at in enumerate(places):
            last = at == places[-1]
            text = joined.join(addresses[nth:] if last else addresses[nth : nth + 1])
            cells = set_cell(cells, at, text)
        return cells

    def filled(self, cells: Cells, facets: Mapping[str, str]) -> Cells:
        """Attributes in empty cells, and in the columns that were added."""
        if self.sheet.profile.key != "google":
            return cells
        for at, head in enumerate((*self.sheet.headings, *self.added)):
            text = facets.get(head.strip().lower().removeprefix("g:"), "")
            if text and not (cells[at] if at < len(cells) else "").strip():
                cells = set_cell(cells, at, text)
        return cells

    def put(self, cells: Cells, column: str, text: str) -> Cells:
        """The line with `text` in a column, as it is where the file has none such."""
        columns = self.sheet.columns
        return set_cell(cells, columns.index(column), text) if column in columns else cells


def set_cell(cells: Cells, at: int, text: str) -> Cells:
    """A copy with one cell set; short lines are filled up to it."""
    long = cells + [""] * (at + 1 - len(cells))
    return [*long[:at], text, *long[at + 1 :]]


def grouped(sheet: Sheet, table: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines of one handle together where a format's lines go on, each alone elsewhere."""
    if sheet.profile.plan != "continuation":
        return ([line] for line in table)
    found = groupby(table, key=lambda line: sheet.line(*line).cells.get("group") or line[0])
    return (list(lines) for _, lines in found)


def batches(groups: Iterable[list[Line]]) -> Iterator[list[list[Line]]]:
    """Groups until they are AT_ONCE lines together."""
    held: list[list[Line]] = []
    count = 0
    for lines in groups:
        held.append(lines)
        count += len(lines)
        if count >= AT_ONCE:
            yield held
            held, count = [], 0
    yield held


def planned(sheet: Sheet, lines: list[Line]) -> dict[int, SheetRow]:
    """What the import made of these lines."""
    rows = PLANS[sheet.profile.plan](sheet.line(*line) for line in lines)
    return {row.number: row for row in rows}
