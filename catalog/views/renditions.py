"""Asking for pictures, looking at one, correcting its cut-out."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.renditions import MakeForm, RemakeForm, StrokesForm
from catalog.models import Product, Rendition, Shop, User
from catalog.selectors import rendition_facts as facts
from catalog.selectors.renditions import rendition_of_shop, rivals_of
from catalog.selectors.reviews import refusal_of
from catalog.services import renditions as services
from catalog.services.improving import is_better_photo, rendition_fix
from catalog.views.access import editor, viewer
from catalog.views.in_place import product_pictures, refusals_as_toasts
from imaging.models import Job
from imaging.presets import load_presets


@require_POST
@editor
@refusals_as_toasts
def rendition_create(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Queue pictures of the chosen photos for the chosen channels."""
    product = get_object_or_404(Product.objects.select_related("shop"), shop=shop, pk=product_id)
    form = MakeForm(request.POST, product=product)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    made = services.renditions_request(**form.cleaned_data, by=cast(User, request.user))
    count = len(made)
    text = ngettext("Making %(n)d picture.", "Making %(n)d pictures.", count) % {"n": count}
    return product_pictures(request, product, text)


@require_safe
@viewer
def rendition_detail(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """One picture: before and after, what was done, and whether its channel takes it.

    ?channel= holds the finished file against another channel's rules.
    """
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    context = {"rendition": rendition, "job": rendition.job, "rivals": rivals_of(rendition)}
    if rendition.job.status == Job.Status.DONE:
        context |= story_of(rendition) | checked(rendition, request.GET.get("channel", ""))
    return render(request, "catalog/renditions/detail.html", context)


def story_of(rendition: Rendition) -> dict[str, Any]:
    """What the page tells of a finished job."""
    job = rendition.job
    return {
        "steps": facts.steps_done(job),
        "seconds": sum(step["seconds"] for step in job.report),
        "models": facts.models_used(rendition),
        "source_type": facts.source_type(job),
        "marks": facts.marks_of(job),
        "confidence": facts.confidence_of(job),
        "warnings": facts.warnings_of(job),
        "lock": job.facts.get("lock"),
        "picture": job.outputs.get("picture"),
        "refusal": refusal_of(rendition),
    }


def checked(rendition: Rendition, asked: str) -> dict[str, Any]:
    """The finished file against the channel `asked` for, or its own, or the shop's default."""
    known = load_presets()
    own = [rendition.preset, *rendition.shop.presets]
    channel = asked if asked in known else next((key for key in own if key in known), "")
    if not channel or "picture" not in rendition.job.outputs:
        return {}
    report = facts.preflight_for(rendition.job, channel)
    fixes = [row for row in report["findings"] if row["fix_action"] in ("remake", "reencode")]
    return {
        "channel": channel,
        "report": report,
        "is_better_photo": is_better_photo(rendition),
        "fixes": len(fixes) if facts.would_change(rendition, channel) else 0,
    }


@require_safe
@viewer
def rendition_card(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """The card of one picture, asked for when its job has ended."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    return render(request, "catalog/renditions/_card.html", {"rendition": rendition})


@require_http_methods(["GET", "HEAD", "POST"])
@editor
def rendition_retouch(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """The keep/erase brush; posting its strokes makes a new picture and answers its address."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    if request.method == "POST":
        return retouched(request, rendition)
    if not services.is_retouchable(rendition):
        raise CatalogError(_("The cut-out of this picture cannot be corrected any more."))
    return render(request, "catalog/renditions/retouch.html", {"rendition": rendition})


def retouched(request: HttpRequest, rendition: Rendition) -> JsonResponse:
    form = StrokesForm(request.POST, request.FILES)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    made = services.rendition_retouch(
        rendition=rendition,
        strokes=form.cleaned_data["strokes"].read(),
        by=cast(User, request.user),
    )
    return JsonResponse({"url": made.get_absolute_url()}, status=201)


@require_POST
@editor
def rendition_remake(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Make it again by today's rules, for `preset` or the same channel; open the new one.

    Of a better photo a main image is made, and the better photo joins the product's photos.
    """
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    form = RemakeForm(request.POST)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    made = rendition_fix(
        rendition=rendition, preset=form.cleaned_data["preset"], by=cast(User, request.user)
    )
    return redirect(made)
