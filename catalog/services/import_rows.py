"""One row of an import: claimed, then its product and photos written, or the reason kept."""

import logging
import uuid
from dataclasses import replace
from datetime import timedelta

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.archive import PhotoArchive
from catalog.importing.check import changes
from catalog.importing.problems import Problem
from catalog.importing.row import RowDraft, row_read
from catalog.importing.sheet import SheetRow
from catalog.models import Import, ImportRow, Product, Shop, Variant
from catalog.services.attribute_jobs import photo_read_ask
from catalog.services.photos import Checked, photo_add, upload_check
from catalog.services.products import VariantDraft, product_create, product_update
from imaging.errors import EngineError
from imaging.models import Job

logger = logging.getLogger(__name__)

ROW_LEASE = timedelta(minutes=5)
Status, Outcome = ImportRow.Status, ImportRow.Outcome


class RowRefused(Exception):
    """The row cannot be written; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def row_claim(*, source: Import) -> ImportRow | None:
    """Take the next row for this process alone; None when nothing waits or the import stopped."""
    waiting = ImportRow.objects.filter(source=source, source__status=Import.Status.RUNNING)
    while row := waiting.claimable().order_by("number").first():
        token, until = uuid.uuid4(), timezone.now() + ROW_LEASE
        mine = waiting.claimable().filter(pk=row.pk)
        if mine.update(status=Status.CLAIMED, token=token, lease_until=until):
            row.status, row.token, row.source = Status.CLAIMED, token, source
            return row
    return None


def row_write(*, row: ImportRow, archive: PhotoArchive | None) -> None:
    """Write a claimed row: all of it, or nothing and the reason."""
    try:
        row_apply(row, archive)
    except RowRefused as refused:
        row_refuse(row, refused.problem)
    except EngineError as error:
        row_refuse(row, Problem(code=error.code, arguments=error.arguments))
    except CatalogError as error:
        row_refuse(row, Problem(code="refused", arguments={"reason": error.sentence}))
    except OperationalError:
        raise  # the database is away: the lease runs out and the row is claimed again
    except Exception:
        logger.exception("row %s of import %s crashed", row.number, row.source_id)
        row_refuse(row, Problem(code="row_crashed"))
    else:
        row_end(row)


def row_apply(row: ImportRow, archive: PhotoArchive | None) -> None:
    draft, problems = row_read(SheetRow(row.number, row.cells))
    if problems:
        raise RowRefused(problems[0])
    photos = [(name, photo_read(name, archive)) for name in draft.photos]
    product = product_write(row, draft, {checked.sha256 for _, checked in photos})
    for name, checked in photos:
        photo = photo_add(product=product, name=name, data=checked, by=row.source.by)
        photo_read_ask(photo=photo, by=row.source.by, priority=Job.Priority.LATER)


def photo_read(name: str, archive: PhotoArchive | None) -> Checked:
    """A photo of the archive, checked whole. Raises RowRefused."""
    if archive is None:
        raise RowRefused(Problem(code="photos_without_zip"))
    entry = archive.find(name)
    if isinstance(entry, Problem):
        raise RowRefused(entry)
    try:
        return upload_check(archive.read(entry))
    except EngineError as error:
        arguments = {**error.arguments, "photo": name}
        raise RowRefused(Problem(code=error.code, arguments=arguments)) from error


@transaction.atomic
def product_write(row: ImportRow, draft: RowDraft, hashes: set[str]) -> Product:
    """The product of the row's SKU, made or changed; the row remembers which in the same breath.

    A row written twice (its first writer was killed) keeps what happened the first time. The
    shop's row is locked: of two imports with the same new SKU the second finds the first's.
    """
    shop = Shop.objects.select_for_update().get(pk=row.source.shop_id)
    found = Variant.objects.select_related("product").filter(shop=shop, sku=draft.sku).first()
    if found is None:
        product, outcome = product_made(shop, draft), Outcome.CREATED.value
    else:
        product, outcome = found.product, product_changed(found, draft, hashes)
    if row.product_id is None:
        row.product = product
        ImportRow.objects.filter(pk=row.pk).update(product=product, outcome=outcome)
    return product


def product_made(shop: Shop, draft: RowDraft) -> Product:
    variant = VariantDraft(sku=draft.sku, price=draft.price, currency=draft.currency)
    return product_create(
        shop=shop,
        title=draft.title,
        description=draft.description,
        category=draft.category,
        variants=[variant],
    )


def product_changed(variant: Variant, draft: RowDraft, hashes: set[str]) -> str:
    """Write what the row says that differs; its outcome, new photos counted."""
    product = variant.product
    have = product.photos.filter(deleted_at=None).values_list("sha256", flat=True)
    outcome = Outcome.CHANGED if hashes - set(have) else Outcome.SKIPPED
    if not changes(draft, variant):
        return outcome
    product_update(
        product=product,
        title=draft.title or None,
        description=draft.description or None,
        category=draft.category or None,
        variants=[drafted(other, draft) for other in product.variants.all()],
    )
    return Outcome.CHANGED


def drafted(variant: Variant, draft: RowDraft) -> VariantDraft:
    """A variant as it is, or as the row says; empty cells and other variants stay as they are."""
    kept = VariantDraft(
        sku=variant.sku,
        price=variant.price,
        currency=variant.currency,
        options=variant.options,
        id=variant.pk,
    )
    if variant.sku != draft.sku:
        return kept
    price = kept.price if draft.price is None else draft.price
    return replace(kept, price=price, currency=draft.currency or kept.currency)


def row_refuse(row: ImportRow, problem: Problem) -> None:
    held(row).update(
        status=Status.ERROR, problems=[problem.model_dump()], lease_until=None, token=None
    )


def row_end(row: ImportRow) -> None:
    status = Status.WRITTEN if row.source.recipe else Status.DONE
    held(row).update(status=status, lease_until=None, token=None)


def held(row: ImportRow) -> QuerySet[ImportRow]:
    """The row, if this writer still holds it."""
    return ImportRow.objects.filter(pk=row.pk, token=row.token, status=Status.CLAIMED)
