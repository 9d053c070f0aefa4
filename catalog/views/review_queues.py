"""What waits for moderators: queues, and what stands in one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.reviews import DeskForm, ManyForm
from catalog.models import Rendition, Review
from catalog.selectors import reviews as selectors
from catalog.selectors.desk_queues import queue_counts, queue_named
from catalog.selectors.imports import renditions_asked
from catalog.selectors.re_reviews import decisions_to_re_review
from catalog.services import approvals
from catalog.views.access import moderator
from catalog.views.reviews import person_of

AT_ONCE = 48


@moderator
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """The queues, and what waits in the one that ?queue= names, or in all."""
    person = person_of(request)
    name = request.GET.get("queue", "")
    queue = queue_named(moderator=person, name=name)
    source = DeskForm(request.GET).source_chosen
    waiting = selectors.renditions_waiting(moderator=person, queue=queue)
    if source:
        waiting = waiting.filter(pk__in=renditions_asked(source))
    counts = queue_counts(moderator=person)
    page = Paginator(waiting, AT_ONCE).get_page(request.GET.get("page"))
    tiles = [(one, why_not_with_others(one)) for one in page]
    hidden = queue.hidden_actions if queue else []
    context: dict[str, Any] = {
        "queues": counts if len(counts) > 1 else [],
        "queue_name": name if queue else "",
        "source": source,
        "page": page,
        "tiles": tiles,
        "many": "approved" not in hidden and not all(alone for _tile, alone in tiles),
        "review_count": sum(one.waiting for one in counts),
        "overdue": sum(one.overdue for one in counts),
        "oldest": min((one.oldest for one in counts if one.oldest), default=None),
        "free_count": selectors.renditions_to_moderate(moderator=person).count(),
        "opinions": decisions_to_re_review(moderator=person).count(),
        "decided_today": selectors.decisions_today(moderator=person),
        "now": timezone.now(),
    }
    return render(request, "catalog/reviews/review_queue.html", context)


@require_POST
@moderator
def reviews_approve(request: HttpRequest) -> HttpResponse:
    """Approve what was chosen, each for itself; say of the others why not."""
    form = ManyForm(request.POST)
    ids = [one.pk for one in form.cleaned_data["renditions"]] if form.is_valid() else []
    try:
        done = approvals.reviews_approve(ids=ids, moderator=person_of(request))
    except CatalogError as error:
        messages.error(request, error.sentence)
    else:
        tell(request, done)
    return redirect(form.address)


def why_not_with_others(rendition: Rendition) -> str:
    """Why a tile cannot be chosen; "" where it can."""
    if vars(rendition)["verb"] == Review.Verb.APPEALED:
        return _("An appeal is answered alone.")
    return approvals.why_alone(rendition, rendition.desk_item.screening)


def tell(request: HttpRequest, done: approvals.Approvals) -> None:
    """One message of what was approved, one for each picture that was not."""
    count = len(done.approved)
    if count:
        text = ngettext("%(n)d picture approved.", "%(n)d pictures approved.", count)
        messages.success(request, text % {"n": count})
    for one in done.refused:
        messages.warning(request, f"{one.rendition.product.title}: {one.sentence}")
    if not count and not done.refused:
        messages.info(request, _("Choose pictures first."))
