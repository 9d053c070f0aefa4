"""One row of an import: its product and photos written, its jobs asked for, its end noticed."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.archive import PhotoArchive
from catalog.importing.check import changes
from catalog.importing.problems import Problem
from catalog.importing.row import RowDraft, row_read
from catalog.importing.sheet import SheetRow
from catalog.models import Import, ImportRow, Photo, Product, Rendition, Variant
from catalog.services.photos import Checked, photo_add, upload_check
from catalog.services.products import VariantDraft, product_create, product_update
from catalog.services.renditions import rendition_request
from imaging.errors import EngineError
from imaging.models import Job

Status, Outcome = ImportRow.Status, ImportRow.Outcome
WINDOW = 60  # bulk jobs of one shop that wait at a time; the rest of its rows ask later
ADVANCE_FOR = timedelta(seconds=20)


class PhotoRefused(Exception):
    """A photo of the row cannot be used; nothing of the row is written."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def row_write(*, row: ImportRow, archive: PhotoArchive | None) -> None:
    """Write a claimed row: all of it, or nothing and the reason."""
    draft, problems = row_read(SheetRow(row.number, row.cells))
    try:
        if problems:
            raise PhotoRefused(problems[0])
        photos = [photo_read(name, archive) for name in draft.photos]
        product = product_write(row, draft)
        grew = photos_write(product, photos, row)
    except PhotoRefused as refused:
        row_refuse(row, refused.problem)
    except CatalogError as error:
        row_refuse(row, Problem(code="refused", arguments={"reason": error.sentence}))
    except EngineError as error:
        row_refuse(row, Problem(code=error.code, arguments=error.arguments))
    else:
        if grew and row.outcome == Outcome.SKIPPED:
            row.outcome = Outcome.CHANGED
        row_end(row, status=Status.WRITTEN if row.source.recipe else Status.DONE)


def photo_read(name: str, archive: PhotoArchive | None) -> tuple[str, Checked]:
    """A photo of the archive, checked whole. Raises PhotoRefused."""
    if archive is None:
        raise PhotoRefused(Problem(code="photos_without_zip"))
    entry = archive.find(name)
    if isinstance(entry, Problem):
        raise PhotoRefused(entry)
    try:
        return name, upload_check(archive.read(entry))
    except EngineError as error:
        arguments = {**error.arguments, "photo": name}
        raise PhotoRefused(Problem(code=error.code, arguments=arguments)) from error


@transaction.atomic
def product_write(row: ImportRow, draft: RowDraft) -> Product:
    """The product of the row's SKU, made or changed; the row remembers which in the same breath.

    A row written twice (its first writer was killed) keeps what happened the first time.
    """
    shop = row.source.shop
    found = Variant.objects.select_related("product").filter(shop=shop, sku=draft.sku).first()
    if found is None:
        product = product_made(row, draft)
        outcome = Outcome.CREATED
    else:
        product = found.product
        changed = changes(draft, found)
        if changed:
            product_change(found, draft)
        outcome = Outcome.CHANGED if changed else Outcome.SKIPPED
    if row.product_id is None:
        row.product, row.outcome = product, outcome
        ImportRow.objects.filter(pk=row.pk).update(product=product, outcome=outcome)
    return product


def product_made(row: ImportRow, draft: RowDraft) -> Product:
    variant = VariantDraft(sku=draft.sku, price=draft.price, currency=draft.currency)
    return product_create(
        shop=row.source.shop,
        title=draft.title,
        description=draft.description,
        category=draft.category,
        variants=[variant],
    )


def product_change(variant: Variant, draft: RowDraft) -> None:
    """Write what the row says; empty cells and other variants stay as they are."""
    product_update(
        product=variant.product,
        title=draft.title or None,
        description=draft.description or None,
        category=draft.category or None,
        variants=[drafted(other, draft) for other in variant.product.variants.all()],
    )


def drafted(variant: Variant, draft: RowDraft) -> VariantDraft:
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


def photos_write(product: Product, photos: list[tuple[str, Checked]], row: ImportRow) -> bool:
    """Add the photos the product does not have; whether any was new."""
    have = set(product.photos.filter(deleted_at=None).values_list("sha256", flat=True))
    for name, checked in photos:
        photo_add(product=product, name=name, data=checked, by=row.source.by)
    return any(checked.sha256 not in have for _, checked in photos)


def row_refuse(row: ImportRow, problem: Problem) -> None:
    held(row).update(
        status=Status.ERROR, problems=[problem.model_dump()], lease_until=None, token=None
    )


def row_end(row: ImportRow, *, status: str) -> None:
    held(row).update(status=status, outcome=row.outcome, lease_until=None, token=None)


def held(row: ImportRow) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(pk=row.pk, token=row.token, status=Status.CLAIMED)


def import_ask_jobs(*, source: Import, until: datetime) -> None:
    """Ask for the jobs of written rows, as many as the shop may have waiting."""
    rows = source.rows.filter(status=Status.WRITTEN).select_related("product").order_by("number")
    for row in rows.iterator():
        if timezone.now() > until or waiting_jobs(source) >= WINDOW:
            return
        try:
            row_ask_jobs(row)
        except EngineError as error:
            if error.code != "too_many_jobs":
                raise
            return  # the shop's queue is full: the row asks again later


def waiting_jobs(source: Import) -> int:
    waiting = Job.objects.of_tenant(source.shop.tenant).filter(status=Job.Status.QUEUED)
    return waiting.filter(priority=Job.Priority.BULK).count()


@transaction.atomic
def row_ask_jobs(row: ImportRow) -> None:
    """One job for each photo and channel that has none yet."""
    won = ImportRow.objects.filter(pk=row.pk, status=Status.WRITTEN).update(status=Status.JOBS)
    if not won:
        return
    source = row.source
    for photo in Photo.objects.filter(product=row.product, deleted_at=None):
        for preset in source.presets or [""]:
            rendition = rendition_of(photo, source.recipe, preset) or rendition_request(
                photo=photo,
                recipe=source.recipe,
                preset=preset or None,
                by=source.by,
                priority=Job.Priority.BULK,
            )
            row.renditions.add(rendition)


def rendition_of(photo: Photo, recipe: str, preset: str) -> Rendition | None:
    """What was already made, or is being made, of this photo for this channel."""
    useless = [Job.Status.FAILED, Job.Status.DEAD, Job.Status.CANCELLED]
    same = Rendition.objects.filter(photo=photo, recipe=recipe, preset=preset, deleted_at=None)
    return same.exclude(job__status__in=useless).order_by("-pk").first()


def rows_finish(*, source: Import) -> None:
    """Rows whose jobs have all ended are done; the import ends with its last row."""
    busy = Rendition.objects.filter(
        import_rows=OuterRef("pk"), job__status__in=[Job.Status.QUEUED, Job.Status.RUNNING]
    )
    source.rows.filter(status=Status.JOBS).exclude(Exists(busy)).update(status=Status.DONE)
    if not source.rows.exclude(status__in=[Status.DONE, Status.ERROR]).exists():
        Import.objects.filter(pk=source.pk, status=Import.Status.RUNNING).update(
            status=Import.Status.DONE, finished_at=timezone.now()
        )
