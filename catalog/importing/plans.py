"""How the lines of a format become neutral rows: see the profiles' `plan`."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import NamedTuple

from catalog.importing.archive import is_ours
from catalog.importing.formats import NUMBERED, profiles
from catalog.importing.problems import UnreadableFile

LONGEST_GROUP = 3_000  # lines of one product; shop systems allow 2,048 variants
VARIANT_CELLS = ("sku", "price", "option1_value")
NO_OPTION = "default title"  # what Shopify calls the option of a product that has none
OWN_CELLS = re.compile(
    r"option\d_(name|value)|photo_position|type|parent|id|variants|aliases|custom"
)

PACKED = re.compile(r"(?:^|\|)([^|:]+):\d+:\d+:(?:\|(https?://[^|]*))?")
WITH_SOURCE = re.compile(r"\s*(?:default|trained_algorithmic_media)?\s*:\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class SheetRow:
    """One row: its number as spreadsheets show it, cells by column, cells past the header."""

    number: int
    cells: dict[str, str]
    surplus: int = 0


class SkuProp(NamedTuple):
    """A variant of a 淘宝 package: `pairs` are its `property:value`, all in numbers."""

    price: str
    sku: str
    pairs: list[str]


Rows = Iterable[SheetRow]


def flat(rows: Rows) -> Iterator[SheetRow]:
    """Every line is a row."""
    for row in rows:
        yield replace(row, cells=without_own(row.cells) | named_options(row.cells, row.cells))


def feed(rows: Rows) -> Iterator[SheetRow]:
    """Every line is a row; texts that a machine wrote stand in columns of their own."""
    for row in rows:
        cells = {name: cell for name, cell in row.cells.items() if not name.startswith("ai_")}
        for name in ("title", "description"):
            if said := row.cells.get(f"ai_{name}"):
                cells[name] = cells.get(name) or of_machine(said)
        yield replace(row, cells=cells)


def of_machine(said: str) -> str:
    """The text of `trained_algorithmic_media:"text"`; a feed in XML has it bare."""
    if not (found := WITH_SOURCE.fullmatch(said)):
        return said
    text = found[1]
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def continuation(rows: Rows) -> Iterator[SheetRow]:
    """Lines of one handle that follow each other are one product, with variants and pictures."""
    for _, lines in groupby(rows, key=lambda row: row.cells.get("group") or row.number):
        held = list(islice(lines, LONGEST_GROUP + 1))
        if len(held) > LONGEST_GROUP:
            raise UnreadableFile("group_too_long", row=held[0].number, limit=LONGEST_GROUP)
        yield from of_handle(held)


def of_handle(lines: list[SheetRow]) -> Iterator[SheetRow]:
    first = lines[0]
    variants = [line for line in lines if any(line.cells.get(name) for name in VARIANT_CELLS)]
    variants = variants or [first]
    texts = {name: first.cells.get(name, "") for name in ("title", "description", "category")}
    photos = sorted((line for line in lines if line.cells.get("photos")), key=position)
    shared = texts | {"photos": "|".join(line.cells["photos"] for line in photos)}
    for line in variants:
        cells = without_own(line.cells) | named_options(line.cells, first.cells)
        if line is variants[0]:
            cells |= shared
        else:
            cells |= dict.fromkeys(texts, "") | {"photos": "", "role": "variant"}
        cells["sku"] = cells.get("sku") or made_sku(cells, len(variants) == 1)
        yield replace(line, cells=cells)


def position(line: SheetRow) -> int:
    number = line.cells.get("photo_position", "")
    return int(number) if number.isdecimal() else 1_000_000


def parents(rows: Rows) -> Iterator[SheetRow]:
    """A "variable" line is a product, its "variation" lines name it, wherever they stand."""
    for row in rows:
        own = row.cells
        kind = own.get("type", "").casefold()
        cells = without_own(own)
        if "variable" in kind:
            cells |= {"role": "parent", "group": own.get("sku") or f"id:{own.get('id')}", "sku": ""}
        elif "variation" in kind:
            cells |= {"role": "variant", "group": own.get("parent", "")}
            cells |= {"variant_photo": own.get("photos", ""), "photos": ""}
            cells |= named_options(own, own)
            cells["sku"] = cells.get("sku") or made_sku(cells, False)
        elif not cells.get("sku") and own.get("id"):
            cells["sku"] = f"id:{own['id']}"
        yield replace(row, cells=cells)


def package(rows: Rows) -> Iterator[SheetRow]:
    """淘宝: pictures are `name:1:place:|address`; the file in the folder is `name.tbi`."""
    for row in rows:
        cells, own = without_own(row.cells), row.cells
        pictures = PACKED.findall(own.get("photos", ""))
        cells["photos"] = "|".join(f"{name}.tbi" for name, at in pictures if not is_ours(at))
        known = own.get("id") or (pictures[0][0][:40] if pictures else "")
        cells["sku"] = cells.get("sku") or (f"tb-{known}" if known else "")
        if own.get("variants"):
            cells |= packed_variants(own, cells["sku"])
        yield replace(row, cells=cells)


def packed_variants(own: dict[str, str], known: str) -> dict[str, str]:
    """The cells of a product whose variants stand in one cell; a note where nobody can read it."""
    if not (variants := sku_props(own["variants"])):
        return {"note": "variants_left_out"}
    names = property_names(own)
    told = [variant_cells(one, names, known) for one in variants]
    return {"role": "parent", "group": known, "sku": "", "variants": json.dumps(told)}


def variant_cells(said: SkuProp, names: dict[str, str], known: str) -> dict[str, str]:
    """A variant as cells; without a SKU one is made of the product's and its values."""
    properties = profiles()["taobao"].properties
    values = {
        f"option:{properties.get(pair.split(':')[0], pair.split(':')[0])}": names.get(
            pair, pair.split(":")[1]
        )
        for pair in said.pairs
    }
    return {"sku": said.sku or "-".join([known, *values.values()]), "price": said.price, **values}


def property_names(own: dict[str, str]) -> dict[str, str]:
    """What values of properties (`1627207:28320`) are called: by the seller, else by 淘宝."""
    said = ";".join((own.get("aliases", ""), own.get("custom", "")))
    own_names = (one.split(":", 2) for one in said.split(";") if one.count(":") >= 2)
    return profiles()["taobao"].values | {f"{pid}:{vid}": name for pid, vid, name in own_names}


def sku_props(cell: str) -> list[SkuProp]:
    """`price:quantity:SKU:property:value;property:value;…`, [] where it is anything else."""
    found: list[SkuProp] = []
    for part in filter(None, cell.split(";")):
        parts = part.split(":")
        if len(parts) == 2 and found:
            found[-1].pairs.append(part)
        elif len(parts) >= 5:
            *own, number, value = parts
            found.append(SkuProp(own[0], ":".join(own[2:]), [f"{number}:{value}"]))
        else:
            return []
    return found


def named(rows: Rows) -> Iterator[SheetRow]:
    """Photos named by SKU: they say nothing of a product that is there already."""
    for row in rows:
        yield replace(row, cells=row.cells | {"title": row.cells.get("sku", ""), "role": "variant"})


PLANS: dict[str, Callable[[Rows], Iterator[SheetRow]]] = {
    "flat": flat,
    "feed": feed,
    "continuation": continuation,
    "parents": parents,
    "package": package,
    "named": named,
}


def without_own(cells: dict[str, str]) -> dict[str, str]:
    """The cells that every format has."""
    return {name: cell for name, cell in cells.items() if not OWN_CELLS.fullmatch(name)}


def named_options(cells: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """`option:Colour` → "Red"; names stand only in a product's first line."""
    found = {}
    for number in NUMBERED:
        name = cells.get(f"option{number}_name") or names.get(f"option{number}_name", "")
        value = cells.get(f"option{number}_value", "")
        if name and value and value.casefold() != NO_OPTION:
            found[f"option:{name}"] = value
    return found


def made_sku(cells: dict[str, str], is_only: bool) -> str:
    """A SKU where the shop system has none: the same each time, from group and options."""
    group = cells.get("group", "")
    values = [cell for name, cell in cells.items() if name.startswith("option:")]
    if not group or not (is_only or values):
        return ""
    return "-".join([group] if is_only else [group, *values])
