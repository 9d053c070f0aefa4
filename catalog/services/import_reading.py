"""How a shop's files are read: found out, remembered from the last time, or as the seller says."""

from dataclasses import replace

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.importing.problems import UnreadableFile
from catalog.importing.reading import FOUND_OUT, Reading, heads_fingerprint
from catalog.importing.sheet import Sheet, columns_check, sheet_look, sheet_open
from catalog.models import Import, ImportMapping, Shop
from catalog.selectors.goods import currency_used
from catalog.services.import_files import ImportFiles, stored
from catalog.services.import_moves import imports_wake

Status = Import.Status


def sheet_received(files: ImportFiles, shop: Shop) -> tuple[Sheet, Reading]:
    """The sheet, read as its sender says, or as this shop's files with these heads were last time.

    Raises UnreadableFile, but not for columns that the sender can still name.
    """
    sheet, reading = sheet_look(files.sheet, files.reading), files.reading
    if reading == FOUND_OUT and (remembered := reading_remembered(shop, sheet)) != FOUND_OUT:
        sheet, reading = sheet_look(files.sheet, remembered), remembered
    reading = with_currency(reading, sheet, shop)
    sheet = replace(sheet, currency=reading.currency or sheet.profile.currency)
    if next(sheet.lines(), None) is None:
        columns_check(sheet)
    return sheet, reading


def described(source: Import, sheet: Sheet, reading: Reading) -> None:
    """Set what is known of a file before its rows are looked at."""
    source.encoding, source.format = sheet.encoding, sheet.profile.key
    source.evidence, source.reading = list(sheet.evidence), reading.to_json()
    source.columns = columns_of(sheet)
    try:
        columns_check(sheet)
    except UnreadableFile as error:
        source.status, source.problem = Status.MAPPING, error.problem.model_dump()
    else:
        source.status, source.problem = Status.CHECKING, {}


def reading_remembered(shop: Shop, sheet: Sheet) -> Reading:
    """How a file with these heads was read before; found out where there was none."""
    same = ImportMapping.objects.filter(shop=shop, fingerprint=heads_fingerprint(sheet.headings))
    kept_before = same.values_list("reading", flat=True).first()
    return Reading.model_validate(kept_before) if kept_before else FOUND_OUT


@transaction.atomic
def import_read_as(*, source: Import, reading: Reading) -> None:
    """Read an import's file in another way, and remember it for files with the same heads.

    Raises UnreadableFile when its columns are still not enough, CatalogError once it was started.
    """
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status not in (Status.MAPPING, Status.CHECKED) or not source.file:
        raise CatalogError(_("This import was already started, or is still being checked."))
    if not default_storage.exists(source.file):
        raise CatalogError(_("This import cannot be tried again. Upload the file once more."))
    with stored(source.file) as file:
        sheet = sheet_open(file, reading)
    described(source, sheet, reading)
    source.fetches.all().delete()  # nothing was fetched yet
    source.rows.all().delete()
    source.save()
    ImportMapping.objects.update_or_create(
        shop=source.shop,
        fingerprint=heads_fingerprint(sheet.headings),
        defaults={"reading": reading.to_json()},
    )
    imports_wake()


def with_currency(reading: Reading, sheet: Sheet, shop: Shop) -> Reading:
    """In formats whose prices name no currency they are in the one that the shop uses most."""
    if reading.currency or sheet.profile.names_currency:
        return reading
    return reading.model_copy(update={"currency": currency_used(shop)})


def columns_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Pairs, not an object: PostgreSQL keeps no order of an object's names."""
    named = zip(sheet.headings, sheet.columns, strict=True)
    return [(heading.strip(), column) for heading, column in named if heading.strip()]
