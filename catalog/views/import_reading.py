"""How an import's file is read: what was found out, and what the seller says instead."""

import uuid
from itertools import chain, islice

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.errors import CatalogError
from catalog.forms.imports import COLUMN_CHOICES, ReadingForm
from catalog.importing.formats import NEUTRAL
from catalog.importing.problems import UnreadableFile
from catalog.importing.reading import Reading
from catalog.importing.row import row_read
from catalog.importing.sheet import Sheet, sheet_look
from catalog.models import Import, Shop
from catalog.selectors import imports as read
from catalog.services.import_files import stored
from catalog.services.import_reading import import_read_as
from catalog.views.access import editor
from imaging.reader import language

PREVIEWED = 10
Preview = list[tuple[int, list[str], list[str]]]


@editor
@require_http_methods(["GET", "HEAD", "POST"])
def import_reading(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """Format, encoding, currency and columns, with the first rows as they are then read."""
    source = read.import_of(shop, import_id)
    if not is_readable(source):
        messages.error(request, _("This import was already started, or is still being checked."))
        return redirect(source)
    reading = Reading.model_validate(source.reading)
    with stored(source.file) as file:
        sheet = sheet_look(file, reading)
        posted = request.POST if request.method == "POST" else None
        form = ReadingForm(posted, sheet=sheet, reading=reading, language=language())
        if posted is not None and form.is_valid():
            reading = form.reading()
            if "preview" not in posted and chosen(request, form, source, reading):
                return redirect(source)
        context = {"source": source, "form": form} | shown(form, sheet, reading)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "catalog/imports/import_reading.html", context, status=status)


def is_readable(source: Import) -> bool:
    """Whether it may be read in another way: nothing is written, its file is there."""
    waits = source.status in (Import.Status.MAPPING, Import.Status.CHECKED)
    return waits and bool(source.file) and default_storage.exists(source.file)


def chosen(request: HttpRequest, form: ReadingForm, source: Import, reading: Reading) -> bool:
    """Whether the file is now read as was chosen; the form says why not."""
    try:
        import_read_as(source=source, reading=reading)
    except UnreadableFile as error:
        form.add_error(None, error.problem.in_language(language()))
    except CatalogError as error:
        form.add_error(None, error.sentence)
    else:
        messages.success(request, _("Every row is checked again."))
        return True
    return False


def shown(form: ReadingForm, sheet: Sheet, reading: Reading) -> dict[str, object]:
    """The first rows as they would be read, with what is wrong with them."""
    try:
        looked = sheet_look(sheet.table.stream, reading)
        rows = list(islice(looked.rows(), PREVIEWED))
    except UnreadableFile as error:
        if form.is_bound and not form.errors:
            form.add_error(None, error.problem.in_language(language()))
        return {"sheet": sheet, "previewed": [], "preview_columns": []}
    there = dict.fromkeys(chain.from_iterable(row.cells for row in rows))
    options = [one for one in there if one.startswith("option:")]
    columns = [one for one in NEUTRAL if one in there and one != "option"] + options
    preview: Preview = []
    for row in rows:
        told = [problem.in_language(language()) for problem in row_read(row)[1]]
        preview.append((row.number, [row.cells.get(one, "") for one in columns], told))
    names = dict(COLUMN_CHOICES)
    heads = [names.get(one) or one.removeprefix("option:") for one in columns]
    return {"sheet": looked, "previewed": preview, "preview_columns": heads}
