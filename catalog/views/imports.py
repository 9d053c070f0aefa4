"""Bulk imports: sent, looked at before anything is written, started and watched."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.imports import ImportForm, StartForm
from catalog.importing.formats import profiles
from catalog.importing.problems import UnreadableFile, problem_of
from catalog.importing.sample import sample_csv
from catalog.middleware import words_of
from catalog.models import Import, Shop, User
from catalog.selectors import imports as read
from catalog.selectors.adverts import language_written
from catalog.selectors.fetches import import_fetches
from catalog.selectors.import_errors import import_errors_file
from catalog.selectors.import_estimate import Estimate, import_estimate
from catalog.selectors.import_report import (
    import_kinds,
    import_pictures,
    import_reviews,
    import_unmade,
)
from catalog.services import imports
from catalog.views.access import editor, viewer
from imaging.errors import EngineError
from imaging.reader import language

PER_PAGE = 25
PROBLEMS_SHOWN = 50
SHEET_SHOWN = 12
ACTIVE = (Import.Status.CHECKING, Import.Status.RUNNING)
REPORTED = (Import.Status.PAUSED, Import.Status.DONE, Import.Status.CANCELLED)


@viewer
@require_safe
def import_list(request: HttpRequest, shop: Shop) -> HttpResponse:
    """The shop's imports, newest first."""
    page = Paginator(read.imports_of(shop), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/imports/import_list.html", {"page": page})


@editor
@require_http_methods(["GET", "HEAD", "POST"])
def import_create(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Send a sheet and photos. Scripts that ask for JSON get the address, or one sentence."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*sent, shop=shop, language=language())
    wants_json = "application/json" in request.headers.get("Accept", "")
    if sent[0] is not None and (source := received_or_said(form, shop, cast(User, request.user))):
        address = source.get_absolute_url()
        return JsonResponse({"url": address}, status=201) if wants_json else redirect(address)
    if wants_json:
        return JsonResponse({"error": form.first_error()}, status=422)
    status = 200 if sent[0] is None else 422
    context = {"form": form, "samples": f"img/layouts/{language_written()}/"}
    return render(request, "catalog/imports/import_create.html", context, status=status)


def received_or_said(form: ImportForm, shop: Shop, by: User) -> Import | None:
    """The import; None while what was sent cannot be read, the form says why."""
    if not form.is_valid():
        return None
    makings = form.cleaned_data["makings"]
    try:
        return imports.import_receive(shop=shop, by=by, files=form.sent(), makings=makings)
    except UnreadableFile as error:
        of_photos = "zip" in error.problem.code and form.cleaned_data["photos"]
        field = "photos" if of_photos else "sheet"
        form.add_error(field, error.problem.in_language(language()))
    except (CatalogError, EngineError) as error:
        form.add_error(None, words_of(error))
    return None


@viewer
@require_safe
def import_detail(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """What it would do, how far it is, or what it did."""
    context = report(read.import_of(shop, import_id))
    return render(request, "catalog/imports/import_detail.html", context)


@viewer
@require_safe
def import_progress(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """The part of the page that changes, for htmx."""
    context = report(read.import_of(shop, import_id))
    return render(request, "catalog/imports/_report.html", context)


def report(source: Import) -> dict[str, Any]:
    failed = read.renditions_failed(source)
    return {
        "source": source,
        "format": profiles()[source.format].label.in_language(language()) if source.format else "",
        "notes": read.import_notes(source, language(), PROBLEMS_SHOWN),
        "problem": problem_of(source.problem).in_language(language()) if source.problem else "",
        "counts": read.import_counts(source),
        "progress": read.import_progress(source),
        "fetches": import_fetches(source),
        "has_photos": bool(source.photos),
        "is_active": source.status in ACTIVE,
        "is_watched": source.status in ACTIVE or source.submitter_id is not None,
        "estimate": foreseen(source),
        "is_retryable": read.is_retryable(source),
        "problems": read.import_problems(source, language(), PROBLEMS_SHOWN),
        "failed": failed[:PROBLEMS_SHOWN],
        "unmade": import_unmade(source, language(), PROBLEMS_SHOWN),
        **(pictures(source) if source.status in REPORTED else {}),
    }


def foreseen(source: Import) -> Estimate | None:
    """How long its pictures would take, while that can still be thought over."""
    return import_estimate(source) if source.status == Import.Status.CHECKED else None


def pictures(source: Import) -> dict[str, Any]:
    """The beginning of the contact sheet, and what may be submitted."""
    return {
        "kinds": import_kinds(source),
        "sheet": import_pictures(source, state="made")[:SHEET_SHOWN],
        "reviews": import_reviews(source),
        "unread": read.photos_unread(source).count(),
        "is_single_operator": settings.SINGLE_OPERATOR_APPROVES,
    }


@editor
@require_POST
def import_start(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """Write what the check foresaw, under the policy that was chosen."""
    source = read.import_of(shop, import_id)
    form = StartForm(request.POST)
    policy = (form.cleaned_data["policy"] if form.is_valid() else "") or Import.Policy.SKIP
    start = partial(imports.import_start, policy=policy)
    return done_or_said(request, source, start, _("The import has begun."))


@editor
@require_POST
def import_cancel(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """Stop it; what was written stays."""
    source = read.import_of(shop, import_id)
    return done_or_said(request, source, imports.import_cancel, _("The import was stopped."))


@editor
@require_POST
def import_retry(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """Try again what failed, and go on after a stop."""
    source = read.import_of(shop, import_id)
    return done_or_said(request, source, imports.import_retry, _("The import goes on."))


def done_or_said(
    request: HttpRequest, source: Import, do: Callable[..., None], done: str
) -> HttpResponse:
    """Back to the import's page, with what was done or why not."""
    try:
        do(source=source)
    except CatalogError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, done)
    return redirect(source)


@viewer
@require_safe
def import_errors(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> StreamingHttpResponse:
    """The rows that were not imported as their file, to be mended and sent again."""
    source = read.import_of(shop, import_id)
    errors = import_errors_file(source, language())
    name = slugify(source.name.rsplit(".", 1)[0]) or "import"
    response = StreamingHttpResponse(errors.content, content_type=errors.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}-errors.{errors.suffix}"'
    return response


@viewer
@require_safe
def import_sample(request: HttpRequest, shop: Shop) -> HttpResponse:
    """A sheet to begin with."""
    response = HttpResponse(sample_csv(language()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="products.csv"'
    return response
