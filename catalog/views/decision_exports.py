"""The log of reviews as a file."""

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.errors import CatalogError
from catalog.forms.decision_exports import DecisionExportForm
from catalog.selectors.reviews import reviews_within
from catalog.services.decision_exports import WRITERS
from catalog.views.access import moderator
from catalog.views.exports import asynchronous

MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/x-ndjson"}


@require_safe
@moderator
def decision_export(request: HttpRequest) -> StreamingHttpResponse:
    """Every event of ?since= to ?until= as ?kind=csv or jsonl, written while it is sent."""
    form = DecisionExportForm(request.GET)
    if not form.is_valid():
        raise CatalogError(_("Give days as 2026-11-23, and csv or jsonl as the kind."))
    kind = form.cleaned_data["kind"] or "csv"
    lines = (line.encode() for line in WRITERS[kind](reviews_within(form.period)))
    media_type = f"{MEDIA_TYPES[kind]}; charset=utf-8"
    response = StreamingHttpResponse(asynchronous(lines), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="decisions.{kind}"'
    return response
