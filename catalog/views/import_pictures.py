"""What an import made: looked through, submitted, and the import rested meanwhile."""

import uuid
from functools import partial
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Shop, User
from catalog.selectors import import_report as report
from catalog.selectors.imports import import_of
from catalog.services import import_pause as resting
from catalog.services import import_submit as submitting
from catalog.views.access import editor, viewer
from catalog.views.imports import done_or_said

PER_PAGE = 60


@viewer
@require_safe
def import_pictures(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """The contact sheet: every picture it asked for, of one kind or state or all."""
    source = import_of(shop, import_id)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    found = report.import_pictures(source, kind=kind, state=state)
    context = {
        "source": source,
        "kinds": report.import_kinds(source),
        "kind": kind,
        "state": state if state in report.STATES else "",
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "catalog/imports/import_pictures.html", context)


@editor
@require_POST
def import_pause(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """Rest it; it can go on later."""
    source = import_of(shop, import_id)
    return done_or_said(request, source, resting.import_pause, _("The import is paused."))


@editor
@require_POST
def import_resume(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """Go on after a pause."""
    source = import_of(shop, import_id)
    return done_or_said(request, source, resting.import_resume, _("The import goes on."))


@editor
@require_POST
def import_submit(request: HttpRequest, shop: Shop, import_id: uuid.UUID) -> HttpResponse:
    """Put all its finished pictures before the moderators."""
    source = import_of(shop, import_id)
    submit = partial(submitting.import_submit, by=cast(User, request.user))
    return done_or_said(request, source, submit, _("Its pictures are submitted for review."))
