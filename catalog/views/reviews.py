"""The moderators' desk, one picture at a time."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import CatalogError
from catalog.forms.reviews import VERBS, ClaimForm, CommentForm, DecisionForm, NextForm, SkipForm
from catalog.models import Rendition, Review, Screening, User
from catalog.reasons import reasons_for
from catalog.selectors import reviews as selectors
from catalog.selectors.desk_queues import queue_named
from catalog.selectors.screenings import screening_of
from catalog.selectors.shop_record import shop_record
from catalog.services import review_work as work
from catalog.services import reviews as services
from catalog.skip_reasons import SKIP_REASONS
from catalog.views.access import moderator


@require_POST
@moderator
def review_next(request: HttpRequest) -> HttpResponse:
    """Claim the next one and open it; the queue page says so when there is none."""
    form = NextForm(request.POST)
    form.is_valid()
    beside = Rendition.objects.filter(pk=form.cleaned_data.get("beside") or 0).first()
    return opened_next(request, beside, backwards=bool(form.cleaned_data.get("back")))


@require_http_methods(["GET", "HEAD", "POST"])
@moderator
def review_item(request: HttpRequest, rendition_id: int) -> HttpResponse:
    """One item: GET shows it, POST claims it."""
    rendition = get_object_or_404(selectors.renditions_seen_by_moderators(), pk=rendition_id)
    if request.method != "POST":
        return item_page(request, rendition)
    try:
        services.review_claim(rendition=rendition, moderator=person_of(request))
    except CatalogError as error:
        return item_page(request, rendition, error=error)
    return redirect_to(rendition, request.POST.get("queue", ""))


@require_POST
@moderator
def review_heartbeat(request: HttpRequest, rendition_id: int) -> JsonResponse:
    """Keep the claim; {"seconds": …} left, or 422 with the sentence that says it was lost."""
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("This page holds no claim. Reload it.")}, status=422)
    try:
        until = services.review_heartbeat(
            rendition=get_object_or_404(Rendition, pk=rendition_id),
            moderator=person_of(request),
            token=form.cleaned_data["token"],
        )
    except CatalogError as error:
        return JsonResponse({"error": error.sentence}, status=422)
    return JsonResponse({"seconds": round((until - timezone.now()).total_seconds())})


@require_POST
@moderator
def review_decide(request: HttpRequest, rendition_id: int) -> HttpResponse:
    """Record a decision and open the next item."""
    rendition = get_object_or_404(Rendition, pk=rendition_id)
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise CatalogError(_("This decision could not be read. Reload the page and try again."))
        review = services.review_decide(
            rendition=rendition,
            moderator=person_of(request),
            token=form.cleaned_data["token"],
            decision=form.decision,
        )
    except CatalogError as error:
        return refused(request, rendition, error)
    messages.success(request, f"{VERBS[Review.Verb(review.verb)]}: {rendition.product.title}")
    return opened_next(request, rendition)


@require_POST
@moderator
def review_skip(request: HttpRequest, rendition_id: int) -> HttpResponse:
    """Leave the item to others, with a reason, and open the next one."""
    rendition = get_object_or_404(Rendition, pk=rendition_id)
    form = SkipForm(request.POST)
    form.is_valid()
    said = {name: form.cleaned_data.get(name, "") for name in ("reason", "note")}
    try:
        work.review_skip(rendition=rendition, moderator=person_of(request), **said)
    except CatalogError as error:
        return refused(request, rendition, error)
    messages.info(request, _("Left to others: %(title)s") % {"title": rendition.product.title})
    return opened_next(request, rendition)


@require_POST
@moderator
def review_comment(request: HttpRequest, rendition_id: int) -> HttpResponse:
    """Say something to the other moderators, and stay on the item."""
    rendition = get_object_or_404(Rendition, pk=rendition_id)
    form = CommentForm(request.POST)
    form.is_valid()
    text = form.cleaned_data.get("text", "")
    try:
        work.review_comment(rendition=rendition, by=person_of(request), text=text)
    except CatalogError as error:
        return refused(request, rendition, error)
    return redirect_to(rendition, request.POST.get("queue", ""), "#comments")


@require_POST
@moderator
def review_release(request: HttpRequest, rendition_id: int) -> HttpResponse:
    """Let the item go and return to the queue."""
    rendition = get_object_or_404(Rendition, pk=rendition_id)
    services.review_release(rendition=rendition, moderator=person_of(request))
    return redirect("catalog:review_queue")


def person_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def opened_next(
    request: HttpRequest, beside: Rendition | None, *, backwards: bool = False
) -> HttpResponse:
    """The next item of the queue that the page names, claimed; the queue when nothing waits."""
    person, name = person_of(request), request.POST.get("queue", "")
    found = services.review_claim_next(
        moderator=person,
        queue=queue_named(moderator=person, name=name),
        beside=beside,
        backwards=backwards,
    )
    if found is None:
        messages.info(request, _("Nothing else is waiting for you."))
        return redirect("catalog:review_queue")
    if found == beside:
        messages.info(request, _("This is the only one left that you can review."))
    return redirect_to(found, name)


def redirect_to(rendition: Rendition, queue: str, place: str = "") -> HttpResponse:
    """The item's page (at a #place of it), which goes on in the same queue."""
    query = f"?{urlencode({'queue': queue})}" if queue else ""
    return redirect(f"{reverse('catalog:review_item', args=[rendition.pk])}{query}{place}")


def refused(request: HttpRequest, rendition: Rendition, error: CatalogError) -> HttpResponse:
    """The item with the sentence; the queue when moderators no longer see the item."""
    seen = selectors.renditions_seen_by_moderators().filter(pk=rendition.pk).first()
    if seen is None:
        messages.error(request, error.sentence)
        return redirect("catalog:review_queue")
    return item_page(request, seen, error=error)


def item_page(
    request: HttpRequest, rendition: Rendition, *, error: CatalogError | None = None
) -> HttpResponse:
    """The desk: what may be done depends on who holds the item, and on what its queue hides."""
    context = {
        "rendition": rendition,
        "queue_name": request.POST.get("queue", request.GET.get("queue", "")),
        "record": shop_record(rendition.shop),
        "error": error.sentence if error else "",
        "posted": DecisionForm(request.POST) if error else None,
        **turn(rendition, person_of(request)),
    }
    status = 422 if error else 200
    return render(request, "catalog/reviews/review_item.html", context, status=status)


def turn(rendition: Rendition, person: User) -> dict[str, Any]:
    """What this turn asks of `person`, what may be answered, and what machines said before."""
    screening = screening_of(rendition)
    hidden = screening.queue.hidden_actions if screening and screening.queue else []
    hold = selectors.hold_on(rendition=rendition, moderator=person)
    others = selectors.renditions_to_moderate(moderator=person).exclude(pk=rendition.pk)
    return {
        "hold": hold,
        "comments": [] if hold.is_own else rendition.review_comments.select_related("by"),
        "waiting": hold.waiting,
        "submission": selectors.submission_of(rendition),
        "review_count": selectors.renditions_waiting(moderator=person).count(),
        "following": others.first(),
        "hidden": hidden,
        "decide_url": reverse("catalog:review_decide", args=[rendition.pk]),
        "answers": [(verb, reasons_for(verb)) for verb in Review.REFUSALS if verb not in hidden],
        "skip_reasons": SKIP_REASONS.items(),
        **checks_shown(None if hold.is_own else screening),
    }


def checks_shown(screening: Screening | None) -> dict[str, Any]:
    """What machines say of this submission, as far as they have come."""
    if screening is None:
        return {}
    job = screening.job
    return {
        "screening": screening,
        "findings": screening.findings,
        "found_codes": {finding["code"] for finding in screening.findings},
        "report": job.facts.get("screen") if job else None,
        "has_heat": bool(job and job.output_file("heat")),
    }
