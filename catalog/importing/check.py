"""Every row of a sheet with what is wrong and what it would do. Reads the shop, writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from catalog.importing.archive import PhotoArchive
from catalog.importing.problems import Problem
from catalog.importing.row import RowDraft, row_read
from catalog.importing.sheet import Sheet, SheetRow
from catalog.models import ImportRow, Shop, Variant

BATCH = 50  # rows whose SKUs are looked up together
Outcome = ImportRow.Outcome


@dataclass(frozen=True)
class CheckedRow:
    """A row, its problems, and what writing it would do now ("" where it has problems)."""

    row: SheetRow
    draft: RowDraft
    problems: tuple[Problem, ...]
    outcome: str


@dataclass(frozen=True)
class Check:
    """What rows are checked against; `seen` holds the first row number of every SKU so far."""

    shop: Shop
    archive: PhotoArchive | None
    seen: dict[str, int]

    def batches(self, sheet: Sheet, *, after: int = 0) -> Iterator[list[CheckedRow]]:
        """The rows after number `after`, in order. Raises UnreadableFile where the table breaks."""
        rows = (row for row in sheet.rows() if row.number > after)
        while batch := list(islice(rows, BATCH)):
            read = [(row, *row_read(row)) for row in batch]
            known = variants_by_sku(self.shop, [draft.sku for _, draft, _ in read])
            yield [self.row(*one, known) for one in read]

    def row(
        self, row: SheetRow, draft: RowDraft, problems: list[Problem], known: dict[str, Variant]
    ) -> CheckedRow:
        photos = self.photos(draft)
        found = [*problems, *self.again(draft.sku, row.number)]
        found += [one for one in photos if isinstance(one, Problem)]
        hashes = {one for one in photos if isinstance(one, str)}
        outcome = "" if found else foreseen(draft, hashes, known.get(draft.sku))
        return CheckedRow(row, draft, tuple(found), outcome)

    def photos(self, draft: RowDraft) -> list[str | Problem]:
        """The hash of each photo, or what is wrong with it."""
        archive = self.archive
        if archive is None:
            return [Problem(code="photos_without_zip")] if draft.photos else []
        return [archive.check(name) for name in draft.photos]

    def again(self, sku: str, number: int) -> list[Problem]:
        """The problem of a SKU that an earlier row has; remembers it otherwise."""
        first = self.seen.setdefault(sku, number) if sku else number
        if first == number:
            return []
        return [Problem(code="sku_twice", arguments={"sku": sku, "row": first})]


def variants_by_sku(shop: Shop, skus: list[str]) -> dict[str, Variant]:
    variants = Variant.objects.filter(shop=shop, sku__in=[sku for sku in skus if sku])
    found = variants.select_related("product").prefetch_related("product__photos")
    return {variant.sku: variant for variant in found}


def foreseen(draft: RowDraft, hashes: set[str], variant: Variant | None) -> str:
    """What writing a row does: created, changed (texts, price or photos) or skipped."""
    if variant is None:
        return Outcome.CREATED
    photos = variant.product.photos.all()
    new_photos = hashes - {photo.sha256 for photo in photos if photo.deleted_at is None}
    return Outcome.CHANGED if new_photos or changes(draft, variant) else Outcome.SKIPPED


def changes(draft: RowDraft, variant: Variant) -> bool:
    """Whether the texts or price of a row differ from the product's. Empty cells change nothing."""
    product = variant.product
    texts = (
        (draft.title, product.title),
        (draft.description, product.description),
        (draft.category, product.category),
        (draft.currency, variant.currency),
    )
    if any(wanted and wanted != kept for wanted, kept in texts):
        return True
    return draft.price is not None and draft.price != variant.price
