"""A row's cells as a draft of a product, with everything that is wrong with them."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal

from catalog.importing.archive import is_ours
from catalog.importing.problems import Problem
from catalog.importing.sheet import SheetRow

LIMITS = {"sku": 80, "title": 200, "description": 10_000, "category": 120, "group": 200}
SIGNS = {  # longer ones first
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "人民币": "CNY",
    "rmb": "CNY",
    "¥": "CNY",
    "元": "CNY",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
}
# 1,299 is 1299: nobody sells for thousandths, and Europeans write two decimals.
GROUPED = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"-?\d+(\.\d{1,2}0*)?")  # databases export 19.9000
TWO_WAYS = re.compile(r"-?(\d+,\d{1,2}|0+,\d+|\d{1,3}\.\d{3})")  # 12,50  0,299  1.299
MAX_PRICE = Decimal(10) ** 10


@dataclass(frozen=True)
class RowDraft:
    """What a row asks for. `group` is what the shop system calls the product.

    Of a "variant" the texts count only where the product is not there yet; a "parent" has no SKU.
    """

    sku: str
    title: str
    description: str
    category: str
    price: Decimal | None
    currency: str
    photos: tuple[str, ...]
    group: str = ""
    role: str = ""
    options: dict[str, str] = field(default_factory=dict)
    variant_photo: str = ""
    variants: tuple["RowDraft", ...] = ()  # of a product that has all of them in its one line

    @property
    def sold(self) -> tuple["RowDraft", ...]:
        """The variants that it asks for, mostly itself."""
        return self.variants or (() if self.role == "parent" else (self,))

    @property
    def files(self) -> tuple[str, ...]:
        """All its photos, each once; the variant's own last."""
        return tuple(dict.fromkeys((*self.photos, *filter(None, (self.variant_photo,)))))


def row_read(row: SheetRow) -> tuple[RowDraft, list[Problem]]:
    """The draft of a row and its problems; a draft with problems must not be written."""
    if row.surplus:
        # A comma too many moves every cell after it: what else seems wrong would mislead.
        row = SheetRow(row.number, {"sku": row.cells.get("sku", "")}, row.surplus)
        problems = [Problem(code="cells_too_many", arguments={"count": row.surplus})]
    else:
        problems = cell_problems(row)
    price, currency = money(row.cells, problems)
    draft = RowDraft(
        sku=row.cells.get("sku", ""),
        title=row.cells.get("title", ""),
        description=row.cells.get("description", ""),
        category=row.cells.get("category", ""),
        price=price,
        currency=currency,
        photos=names_of(row.cells.get("photos", "")),
        group=row.cells.get("group", ""),
        role=row.cells.get("role", ""),
        options=options(row.cells),
        variant_photo=next(iter(names_of(row.cells.get("variant_photo", ""))), ""),
    )
    if note := row.cells.get("note"):
        problems.append(Problem(code=note))
    if said := row.cells.get("variants"):
        draft = replace(draft, variants=variants_read(row, said, problems))
    return draft, problems


def variants_read(row: SheetRow, said: str, problems: list[Problem]) -> tuple[RowDraft, ...]:
    """The drafts of variants that a line holds as a list of cells."""
    shared = {name: row.cells.get(name, "") for name in ("group", "currency", "currency_else")}
    drafts = []
    for cells in json.loads(said):
        draft, told = row_read(SheetRow(row.number, shared | cells | {"role": "variant"}))
        drafts.append(draft)
        problems += told
    counted = Counter(one.sku for one in drafts)
    for sku in (sku for sku, count in counted.items() if count > 1):
        problems.append(Problem(code="sku_twice", arguments={"sku": sku, "row": row.number}))
    return tuple(drafts)


def names_of(cell: str) -> tuple[str, ...]:
    """Photos parted by bars, each once."""
    names = (name.strip() for name in cell.split("|"))
    return tuple(dict.fromkeys(name for name in names if name and not is_ours(name)))


def options(cells: dict[str, str]) -> dict[str, str]:
    """The variant's options by name."""
    return {
        name.removeprefix("option:"): cell
        for name, cell in cells.items()
        if name.startswith("option:") and cell
    }


def cell_problems(row: SheetRow) -> list[Problem]:
    found = []
    role = row.cells.get("role")
    needed = {"parent": ("group", "title"), "variant": ("sku",)}.get(role or "", ("sku", "title"))
    for column in needed:
        if not row.cells.get(column):
            found.append(Problem(code=f"{column}_missing"))
    for column, limit in LIMITS.items():
        length = len(row.cells.get(column, ""))
        if length > limit:
            arguments = {"column": column, "length": length, "limit": limit}
            found.append(Problem(code="too_long", arguments=arguments))
    return found


def money(cells: dict[str, str], problems: list[Problem]) -> tuple[Decimal | None, str]:
    """Price and currency; a sign in the price names the currency where its column does not."""
    text = unicodedata.normalize("NFKC", cells.get("price", "")).strip()
    currency = cells.get("currency", "").upper()
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        problems.append(Problem(code="currency_unknown", arguments={"currency": currency}))
    if not text:
        return None, currency
    number, sign = without_sign(text)
    price = amount(number, text, problems)
    currency = currency or sign or cells.get("currency_else", "")
    if price is not None and not currency:
        problems.append(Problem(code="currency_missing"))
    return price, currency


def without_sign(text: str) -> tuple[str, str]:
    """The number without its currency sign or code, and the currency that it means."""
    lowered = text.lower()
    for sign, code in SIGNS.items():
        if sign in lowered:
            return lowered.replace(sign, "").strip(), code
    if found := re.fullmatch(r"([a-z]{3})?\s*([-\d.,]+)\s*([a-z]{3})?", lowered):
        return found[2], (found[1] or found[3] or "").upper()
    return lowered, ""


def amount(number: str, text: str, problems: list[Problem]) -> Decimal | None:
    """The number, when it can be read in one way only."""
    if TWO_WAYS.fullmatch(number):
        problems.append(Problem(code="price_ambiguous", arguments={"price": text}))
        return None
    if GROUPED.fullmatch(number):
        number = number.replace(",", "")
    price = Decimal(number) if PLAIN.fullmatch(number) else MAX_PRICE
    if price >= MAX_PRICE:
        problems.append(Problem(code="price_unreadable", arguments={"price": text}))
        return None
    if price < 0:
        problems.append(Problem(code="price_negative"))
        return None
    return price.quantize(Decimal("0.01"))
