"""Every event of the desk, and whether nobody changed the rows behind it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.reviews import LogForm
from catalog.selectors import reviews as selectors
from catalog.selectors.review_chain import review_chain_verdict
from catalog.services.decision_exports import WRITERS
from catalog.serving import asynchronous
from catalog.views.access import moderator

AT_ONCE = 50
CHECKED = 50_000  # rows that the page goes through: about a second of one core
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


@moderator
@require_safe
def review_log(request: HttpRequest) -> HttpResponse:
    """Every event, newest first."""
    form = LogForm(request.GET)
    log = selectors.review_log(chosen=form.chosen)
    context = {
        "page": Paginator(log, AT_ONCE).get_page(request.GET.get("page")),
        "form": form,
        "is_filtered": form.chosen != selectors.LogFilter(),
        "query": request.GET.urlencode(),
    }
    return render(request, "catalog/reviews/review_log.html", context)


@moderator
@require_safe
def review_export(request: HttpRequest, writer: str) -> StreamingHttpResponse:
    """The log as the page's filter shows it, oldest first: csv or jsonl, written as it is sent."""
    if writer not in WRITERS:
        raise Http404
    form = LogForm(request.GET)
    if not form.is_valid():
        raise CatalogError(_("This filter could not be read. Write days as 2026-11-23."))
    lines = (line.encode() for line in WRITERS[writer](selectors.review_log(chosen=form.chosen)))
    response = StreamingHttpResponse(asynchronous(lines), content_type=TYPES[writer])
    name = f"decisions-{timezone.localdate():%Y-%m-%d}.{writer}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@moderator
def review_check(request: HttpRequest) -> HttpResponse:
    """Go through the chain, its newest rows where it is long, and say what was found."""
    verdict = review_chain_verdict(newest=CHECKED)
    if verdict.is_whole and verdict.left_out:
        text = _(
            "The newest %(n)d rows of the chain are whole, the last one is %(head)s… The"
            " %(left)d older ones take longer: the operator checks them with review_chain_verify."
        )
        said = {"n": verdict.length - verdict.left_out, "left": verdict.left_out}
        messages.success(request, text % {**said, "head": verdict.head[:12]})
    elif verdict.is_whole:
        text = _("The chain is whole: %(n)d rows, the last one is %(head)s…")
        messages.success(request, text % {"n": verdict.length, "head": verdict.head[:12]})
    else:
        text = _("The chain is broken after %(n)d rows, at row %(at)s. Tell the operator.")
        messages.error(request, text % {"n": verdict.length, "at": verdict.at or "–"})
    return redirect("catalog:review_log")
