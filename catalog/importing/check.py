"""Every row of a sheet with what is wrong and what it would do. Reads the shop, writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from catalog.importing.archive import PhotoArchive
from catalog.importing.problems import Problem
from catalog.importing.row import RowDraft, row_read
from catalog.importing.sheet import Sheet, SheetRow
from catalog.models import ImportRow, Shop, Variant
from imaging import codec
from imaging.errors import EngineError

BATCH = 200  # rows whose SKUs are looked up together
Outcome = ImportRow.Outcome


@dataclass(frozen=True)
class CheckedRow:
    """A row, its problems, and what writing it would do now ("" where it has problems)."""

    row: SheetRow
    draft: RowDraft
    problems: tuple[Problem, ...]
    outcome: str


def rows_checked(sheet: Sheet, archive: PhotoArchive | None, shop: Shop) -> Iterator[CheckedRow]:
    """Check the rows in order, a batch at a time. Raises UnreadableFile where the table breaks."""
    first_seen: dict[str, int] = {}
    rows = sheet.rows()
    while batch := list(islice(rows, BATCH)):
        read = [(row, *row_read(row)) for row in batch]
        known = variants_by_sku(shop, [draft.sku for _, draft, _ in read])
        for row, draft, problems in read:
            problems += again(first_seen, draft.sku, row.number)
            problems += photo_problems(draft, archive)
            outcome = "" if problems else foreseen(draft, known.get(draft.sku))
            yield CheckedRow(row, draft, tuple(problems), outcome)


def variants_by_sku(shop: Shop, skus: list[str]) -> dict[str, Variant]:
    variants = Variant.objects.filter(shop=shop, sku__in=[sku for sku in skus if sku])
    found = variants.select_related("product").prefetch_related("product__photos")
    return {variant.sku: variant for variant in found}


def again(first_seen: dict[str, int], sku: str, number: int) -> list[Problem]:
    """The problem of a SKU that an earlier row has; remembers it otherwise."""
    if not sku:
        return []
    earlier = first_seen.setdefault(sku, number)
    if earlier == number:
        return []
    return [Problem(code="sku_twice", arguments={"sku": sku, "row": earlier})]


def photo_problems(draft: RowDraft, archive: PhotoArchive | None) -> list[Problem]:
    if draft.photos and archive is None:
        return [Problem(code="photos_without_zip")]
    return [
        problem
        for name in draft.photos
        if archive is not None and (problem := photo_problem(archive, name))
    ]


def photo_problem(archive: PhotoArchive, name: str) -> Problem | None:
    """What is wrong with a photo, as far as its name and header tell."""
    entry = archive.find(name)
    if isinstance(entry, Problem):
        return entry
    try:
        codec.probe(archive.read(entry))
    except EngineError as error:
        return Problem(code=error.code, arguments={**error.arguments, "photo": name})
    return None


def foreseen(draft: RowDraft, variant: Variant | None) -> str:
    """Created, changed or skipped: by texts, price and the names of photos."""
    if variant is None:
        return Outcome.CREATED
    names = {photo.name for photo in variant.product.photos.all() if photo.deleted_at is None}
    new_photos = any(name.rsplit("/", 1)[-1] not in names for name in draft.photos)
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
