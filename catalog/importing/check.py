"""Every row of a sheet with what is wrong and what it would do. Reads the shop, writes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.db.models import Q

from catalog.attribute_cells import attribute_cells
from catalog.fetching.addresses import target_of
from catalog.fetching.errors import FetchRefused
from catalog.importing.archive import PhotoArchive, is_address
from catalog.importing.options import ATTRIBUTES, options_merged
from catalog.importing.problems import Problem
from catalog.importing.row import RowDraft, row_read
from catalog.importing.seen import Seen
from catalog.importing.sheet import Sheet, SheetRow
from catalog.models import ImportRow, Product, Shop, Variant
from catalog.models.product import OWN_KEY
from imaging.attributes import NAMES

BATCH = 50  # rows whose SKUs are looked up together
MOST_PHOTOS = 250  # of a row; as many as Shopify keeps of a product
OUR_KEY = re.compile(rf"{OWN_KEY}(\d{{1,18}})")
Outcome = ImportRow.Outcome


@dataclass(frozen=True)
class CheckedRow:
    """A row, its problems, and what writing it would do now ("" where it has problems)."""

    row: SheetRow
    draft: RowDraft
    problems: tuple[Problem, ...]
    outcome: str
    notes: tuple[Problem, ...] = ()
    addresses: tuple[str, ...] = ()  # of its photos, those that must be fetched


@dataclass(frozen=True)
class Known:
    """What the shop has already of a batch's SKUs and groups."""

    variants: dict[str, Variant]
    products: dict[str, Product]

    def product(self, draft: RowDraft) -> Product | None:
        """The product that a row means: its group's, else its SKU's."""
        found = (self.variants.get(one.sku) for one in (draft, *draft.variants))
        variant = next(filter(None, found), None)
        return self.products.get(draft.group) or (variant.product if variant else None)


@dataclass(frozen=True)
class Check:
    """What rows are checked against; `seen` holds the first row number of every SKU so far."""

    shop: Shop
    archive: PhotoArchive | None
    seen: Seen

    def batches(self, sheet: Sheet, *, after: int = 0) -> Iterator[list[CheckedRow]]:
        """The rows after number `after`, in order. Raises UnreadableFile where the table breaks."""
        rows = (self.with_role(row) for row in sheet.rows() if row.number > after)
        if "photos" not in sheet.columns and self.archive is not None:
            rows = (with_photos(row, self.archive) for row in rows)
        while batch := list(islice(rows, BATCH)):
            read = [(row, *row_read(row)) for row in batch]
            known = known_of(self.shop, [draft for _, draft, _ in read])
            yield [self.row(*one, known) for one in read]

    def with_role(self, row: SheetRow) -> SheetRow:
        """Only the first row of a group says what the product's texts are."""
        group = row.cells.get("group")
        if not group or row.cells.get("role"):
            return row
        if self.seen.first("group", group, row.number) == row.number:
            return row
        return replace(row, cells=row.cells | {"role": "variant"})

    def row(
        self, row: SheetRow, draft: RowDraft, problems: list[Problem], known: Known
    ) -> CheckedRow:
        photos = self.photos(draft)
        told = [*problems]
        for one in (draft, *draft.variants):
            told += [*self.again(one, row.number), *elsewhere(one, known)]
        told += [one for one in photos if isinstance(one, Problem)]
        found = tuple(one for one in told if not one.is_note)
        notes = tuple(one for one in told if one.is_note)
        hashes = {one for one in photos if isinstance(one, str)}
        outcome = "" if found else foreseen(draft, hashes, known)
        addresses = () if found else tuple(to_fetch(draft, self.archive))
        return CheckedRow(row, draft, found, outcome, notes, addresses)

    def photos(self, draft: RowDraft) -> list[str | Problem]:
        """The hash of each photo that is there, or what is wrong with it. Nothing is fetched."""
        if len(draft.files) > MOST_PHOTOS:
            arguments = {"count": len(draft.files), "limit": MOST_PHOTOS}
            return [Problem(code="photos_too_many", arguments=arguments)]
        addresses = to_fetch(draft, self.archive)
        told: list[str | Problem] = [one for name in addresses for one in address_problems(name)]
        names = [name for name in draft.files if name not in addresses]
        if self.archive is not None:
            return [*told, *(self.archive.check(name) for name in names)]
        return [*told, Problem(code="photos_without_zip")] if names else told

    def again(self, draft: RowDraft, number: int) -> list[Problem]:
        """The problem of a SKU that an earlier row has; remembers it otherwise."""
        kind, name = ("parent", draft.group) if draft.role == "parent" else ("sku", draft.sku)
        first = self.seen.first(kind, name, number) if name else number
        if first == number:
            return []
        return [Problem(code="sku_twice", arguments={"sku": name, "row": first})]


def to_fetch(draft: RowDraft, archive: PhotoArchive | None) -> list[str]:
    """The addresses among a row's photos; one whose file name is in the ZIP is taken from there."""
    addresses = [name for name in draft.files if is_address(name)]
    return [name for name in addresses if archive is None or not archive.has(name)]


def address_problems(address: str) -> list[Problem]:
    """What is wrong with an address as it is written; the host is not asked."""
    try:
        target_of(address)
    except FetchRefused as refused:
        arguments = {**refused.arguments, "photo": address}
        return [Problem(code=refused.code, arguments=arguments)]
    return []


def with_photos(row: SheetRow, archive: PhotoArchive) -> SheetRow:
    """A sheet that names no photos means those that are named after its SKUs."""
    paths = archive.by_sku.get(row.cells.get("sku", ""), [])
    return replace(row, cells=row.cells | {"photos": "|".join(paths)})


def known_of(shop: Shop, drafts: list[RowDraft]) -> Known:
    """Two queries for a batch, and one for photos."""
    skus = {one.sku for draft in drafts for one in (draft, *draft.variants) if one.sku}
    groups = {draft.group for draft in drafts if draft.group}
    own = [int(one[1]) for group in groups if (one := OUR_KEY.fullmatch(group))]
    variants = Variant.objects.filter(shop=shop, sku__in=skus).select_related("product")
    keyed = Q(group_key__in=groups) | Q(group_key="", pk__in=own)
    products = Product.objects.filter(keyed, shop=shop)
    return Known(
        {one.sku: one for one in variants.prefetch_related("product__photos")},
        {one.key: one for one in products.prefetch_related("photos")},
    )


def elsewhere(draft: RowDraft, known: Known) -> list[Problem]:
    """The problem of a SKU that another product has."""
    variant, product = known.variants.get(draft.sku), known.products.get(draft.group)
    if variant is None or product is None or variant.product_id == product.pk:
        return []
    arguments = {"sku": draft.sku, "title": variant.product.title}
    return [Problem(code="sku_elsewhere", arguments=arguments)]


def foreseen(draft: RowDraft, hashes: set[str], known: Known) -> str:
    """What writing a row does: created (product or variant), changed or skipped."""
    product = known.product(draft)
    pairs = [(one, known.variants.get(one.sku)) for one in draft.sold]
    if product is None or any(variant is None for _, variant in pairs):
        return Outcome.CREATED
    photos = product.photos.all()
    new_photos = hashes - {photo.sha256 for photo in photos if photo.deleted_at is None}
    is_changed = new_photos or texts_change(draft, product)
    is_changed = is_changed or any(variant_changes(*pair) for pair in pairs)
    return Outcome.CHANGED if is_changed else Outcome.SKIPPED


def texts_change(draft: RowDraft, product: Product) -> bool:
    """Whether a row's texts differ from the product's. Empty cells change nothing."""
    texts = (
        (draft.title, product.title),
        (draft.description, product.description),
        (draft.category, product.category),
    )
    return draft.role != "variant" and any(wanted and wanted != kept for wanted, kept in texts)


def variant_changes(draft: RowDraft, variant: Variant | None) -> bool:
    """Whether price, currency or options differ; a row without a variant has none."""
    if variant is None:
        return False
    if options_after(draft, variant) != variant.options:
        return True
    if draft.currency and draft.currency != variant.currency:
        return True
    return draft.price is not None and draft.price != variant.price


def options_after(draft: RowDraft, variant: Variant) -> dict[str, str]:
    """The variant's options once the row is written."""
    return options_merged(variant.options, draft.options, lambda: facets_known(variant.product))


def facets_known(product: Product) -> dict[str, str]:
    """What exports say of each of a product's variants, because the product is known to be so."""
    values: dict[str, str] = dict(zip(NAMES, attribute_cells(product), strict=False))
    return {facet: values[name] for facet, name in ATTRIBUTES.items()}
