"""One row of an import: claimed, then its product and photos written, or the reason kept."""

import logging
import uuid
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.archive import PhotoArchive, file_name, is_address
from catalog.importing.check import (
    elsewhere,
    foreseen,
    known_of,
    options_after,
    texts_change,
    variant_changes,
)
from catalog.importing.problems import Problem, problem_of
from catalog.importing.row import RowDraft, row_read
from catalog.importing.sheet import SheetRow
from catalog.models import Fetch, Import, ImportRow, Photo, Product, Shop, Variant
from catalog.services.attribute_jobs import photo_read_ask
from catalog.services.photos import Checked, photo_add, upload_check
from catalog.services.products import VariantDraft, product_create, product_update
from catalog.services.quotas import QuotaReached
from imaging.errors import EngineError
from imaging.models import Job

logger = logging.getLogger(__name__)

ROW_LEASE = timedelta(seconds=settings.IMAGING_LEASE_S)  # a row written twice is the same row
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
    if problem := row_try(row, archive, []):
        row_refuse(row, problem)
    else:
        row_end(row)


def row_try(row: ImportRow, archive: PhotoArchive | None, kept: list[Photo]) -> Problem | None:
    """Write a row's product and photos, added to `kept`; what stopped it, or None."""
    try:
        row_apply(row, archive, kept)
    except RowRefused as refused:
        return refused.problem
    except EngineError as error:
        return Problem(code=error.code, arguments=error.arguments)
    except QuotaReached:
        row_let_go(row)  # the import says so, and goes on once there is more
        raise
    except CatalogError as error:
        return Problem(code="refused", arguments={"reason": error.sentence})
    except (InterfaceError, OperationalError):
        raise  # the database is away: the lease runs out and the row is claimed again
    except Exception:
        logger.exception("row %s of import %s crashed", row.number, row.source_id)
        return Problem(code="row_crashed")
    return None


def row_let_go(row: ImportRow) -> None:
    ImportRow.objects.filter(pk=row.pk, token=row.token, status=Status.CLAIMED).update(
        status=Status.WAITING, token=None, lease_until=None
    )


def row_apply(row: ImportRow, archive: PhotoArchive | None, kept: list[Photo]) -> None:
    draft, told = row_read(SheetRow(row.number, row.cells))
    if problems := [one for one in told if not one.is_note]:
        raise RowRefused(problems[0])
    fetched = fetched_of(row, draft)
    photos = {
        name: found
        for name in draft.files
        if (found := photo_fetched(fetched[name]) if name in fetched else photo_read(name, archive))
    }
    product = product_write(row, draft, {checked.sha256 for checked in photos.values()})
    for name, checked in photos.items():
        photo = photo_add(product=product, name=photo_name(name), data=checked, by=row.source.by)
        if name == draft.variant_photo and photo.variant_id is None:
            photo.variant = product.variants.filter(sku=draft.sku).first()
            photo.save(update_fields=["variant"])
        kept.append(photo)
        photo_read_ask(photo=photo, by=row.source.by, priority=Job.Priority.LATER)


def photo_name(name: str) -> str:
    """A photo's name as people see it: 淘宝 calls its JPEGs .tbi."""
    shown = file_name(name) if is_address(name) else name
    return f"{shown[:-4]}.jpg" if shown.lower().endswith(".tbi") else shown


def fetched_of(row: ImportRow, draft: RowDraft) -> dict[str, Fetch]:
    """The pictures of a row that were to be fetched, by address."""
    if not any(is_address(name) for name in draft.files):
        return {}
    return {fetch.address: fetch for fetch in row.fetches.all()}


def photo_fetched(fetch: Fetch) -> Checked:
    """A photo that was fetched, checked whole. Raises RowRefused."""
    if fetch.status == Fetch.Status.FAILED:
        problem = problem_of(fetch.problem)
        arguments = {**problem.arguments, "photo": fetch.address}
        raise RowRefused(problem.model_copy(update={"arguments": arguments}))
    with default_storage.open(fetch.file) as file:
        return photo_check(fetch.address, file.read())


def photo_check(name: str, data: bytes) -> Checked:
    try:
        return upload_check(data)
    except EngineError as error:
        arguments = {**error.arguments, "photo": name}
        raise RowRefused(Problem(code=error.code, arguments=arguments)) from error


def photo_read(name: str, archive: PhotoArchive | None) -> Checked | None:
    """A photo of the archive, checked whole; None where only a note says so. Raises RowRefused."""
    if is_address(name) and (archive is None or not archive.has(name)):
        return None  # checked before anything was fetched: a note says so
    if archive is None:
        raise RowRefused(Problem(code="photos_without_zip"))
    entry = archive.find_for(name)
    if isinstance(entry, Problem):
        raise RowRefused(entry)
    try:
        data = archive.read(entry)
    except EngineError as error:
        arguments = {**error.arguments, "photo": name}
        raise RowRefused(Problem(code=error.code, arguments=arguments)) from error
    return photo_check(name, data)


@transaction.atomic
def product_write(row: ImportRow, draft: RowDraft, hashes: set[str]) -> Product:
    """The product of the row's group or SKU, made or changed; the row remembers which in one go.

    A row written twice (its first writer was killed) keeps what happened the first time. The
    shop's row is locked: of two imports with the same new SKU the second finds the first's.
    """
    shop = Shop.objects.select_for_update().get(pk=row.source.shop_id)
    known = known_of(shop, [draft])
    for one in draft.sold:
        if problems := elsewhere(one, known):
            raise RowRefused(problems[0])
    outcome = foreseen(draft, hashes, known)
    found = known.product(draft)
    product = product_made(shop, draft) if found is None else product_changed(found, draft)
    if draft.group and product.group_key != draft.group:
        product.group_key = draft.group
        product.save(update_fields=["group_key"])
    if row.product_id is None:
        row.product = product
        ImportRow.objects.filter(pk=row.pk).update(product=product, outcome=outcome)
    return product


def product_made(shop: Shop, draft: RowDraft) -> Product:
    return product_create(
        shop=shop,
        title=draft.title or draft.group,
        description=draft.description,
        category=draft.category,
        variants=[new_variant(one) for one in draft.sold],
    )


def new_variant(draft: RowDraft) -> VariantDraft:
    return VariantDraft(
        sku=draft.sku, price=draft.price, currency=draft.currency, options=draft.options
    )


def product_changed(product: Product, draft: RowDraft) -> Product:
    """Write what the row says that differs."""
    variants = list(product.variants.all())
    known = {one.sku: one for one in variants if one.sku}
    said = {one.sku: one for one in draft.sold if one.sku in known}
    new = [one for one in draft.sold if one.sku not in known]
    has_texts = texts_change(draft, product)
    if not (new or has_texts or any(variant_changes(one, known[sku]) for sku, one in said.items())):
        return product
    drafts = [
        drafted(one, said.get(one.sku)) for one in variants if not (new and is_placeholder(one))
    ]
    return product_update(
        product=product,
        title=draft.title or None if has_texts else None,
        description=draft.description or None if has_texts else None,
        category=draft.category or None if has_texts else None,
        variants=[*drafts, *map(new_variant, new)],
    )


def is_placeholder(variant: Variant) -> bool:
    """Whether it only stands for variants that were not imported yet."""
    return not variant.sku and variant.price is None and not variant.options


def drafted(variant: Variant, draft: RowDraft | None) -> VariantDraft:
    """A variant as it is, or as the row says; empty cells and other variants stay as they are."""
    kept = VariantDraft(
        sku=variant.sku,
        price=variant.price,
        currency=variant.currency,
        options=variant.options,
        id=variant.pk,
    )
    if draft is None:
        return kept
    price = kept.price if draft.price is None else draft.price
    currency = draft.currency or kept.currency
    return replace(kept, price=price, currency=currency, options=options_after(draft, variant))


def row_refuse(row: ImportRow, problem: Problem) -> None:
    held(row).update(
        status=Status.ERROR, problems=[problem.model_dump()], lease_until=None, token=None
    )


def row_end(row: ImportRow) -> None:
    status = Status.WRITTEN if row.source.makings else Status.DONE
    held(row).update(status=status, lease_until=None, token=None)


def held(row: ImportRow) -> QuerySet[ImportRow]:
    """The row, if this writer still holds it."""
    return ImportRow.objects.filter(pk=row.pk, token=row.token, status=Status.CLAIMED)
