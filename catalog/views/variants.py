"""One picture of a brief: its card, the stage it is seen on, and the buttons under it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.studio import SizesForm, SpotForm
from catalog.models import Rendition, Shop, User
from catalog.selectors.briefs import brief_of_shop, is_improving, variant_of_shop
from catalog.selectors.renditions import rendition_deleted
from catalog.services import variants as services
from catalog.services.renditions import rendition_cancel, rendition_retry
from catalog.views.access import editor, viewer
from catalog.views.in_place import refusals_as_toasts, toasted
from imaging.models import Job


@require_safe
@viewer
def variant_card(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """The picture's card; nothing (204) while it is still made by the job ?have=."""
    variant = variant_of_shop(shop=shop, rendition_id=rendition_id)
    if request.GET.get("have") == str(variant.job_id) and is_improving(variant):
        return HttpResponse(status=204)
    return render(request, "catalog/studio/_variant.html", {"variant": variant})


@require_safe
@viewer
def variant_stage(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """The picture in large, with what can be done with it."""
    variant = variant_of_shop(shop=shop, rendition_id=rendition_id)
    return render(request, "catalog/studio/_stage.html", about(variant))


@require_POST
@editor
@refusals_as_toasts
def variant_favourite(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Make it a favourite, or with is_favourite=0 no longer."""
    variant = variant_of_shop(shop=shop, rendition_id=rendition_id)
    wanted = request.POST.get("is_favourite", "1") == "1"
    by = cast(User, request.user)
    services.variant_favourite(rendition=variant, is_favourite=wanted, by=by)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(address_of(variant))
    return render(request, "catalog/studio/_favoured.html", about(variant))


@require_POST
@editor
@refusals_as_toasts
def variant_move(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """The same picture with the product where it was dragged to."""
    variant = variant_of_shop(shop=shop, rendition_id=rendition_id)
    form = SpotForm(request.POST)
    if not form.is_valid():
        raise CatalogError(_("The product cannot be put there."))
    by = cast(User, request.user)
    moved = services.variant_move(rendition=variant, spot=form.cleaned_data, by=by)
    return results(request, moved, show=moved.pk)


@require_POST
@editor
@refusals_as_toasts
def variant_sizes(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """The look in the sizes of the chosen channels."""
    variant = variant_of_shop(shop=shop, rendition_id=rendition_id)
    form = SizesForm(request.POST)
    if not form.is_valid():
        raise CatalogError(str(form.errors["presets"][0]))
    presets = form.cleaned_data["presets"]
    made = len(
        services.variant_sizes(rendition=variant, presets=presets, by=cast(User, request.user))
    )
    text = ngettext(
        "Making %(n)d picture for a channel.", "Making %(n)d pictures for channels.", made
    ) % {"n": made}
    return results(request, variant, text)


@require_POST
@editor
@refusals_as_toasts
def variant_act(request: HttpRequest, shop: Shop, rendition_id: int, verb: str) -> HttpResponse:
    """More like it, its light matched, away with it, stop making it, try again.

    Raises Http404 for other verbs.
    """
    if verb not in VERBS:
        raise Http404
    variant = variant_of_shop(shop=shop, rendition_id=rendition_id)
    act, text = VERBS[verb]
    made = act(variant, cast(User, request.user))
    show = made.pk if isinstance(made, Rendition) else 0
    is_gone = verb == "reject"
    undo = reverse("catalog:variant_restore", args=[shop.slug, variant.pk]) if is_gone else ""
    return results(request, variant, text() if text else "", undo=undo, show=show)


@require_POST
@editor
def variant_restore(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Undo a rejection."""
    variant = rendition_deleted(shop=shop, rendition_id=rendition_id)
    services.variant_restore(rendition=variant, by=cast(User, request.user))
    messages.success(request, _("Picture restored."))
    return redirect(address_of(variant))


Act = Callable[[Rendition, User], Any]
VERBS: dict[str, tuple[Act, Callable[[], str] | None]] = {
    "more": (lambda variant, by: services.variants_more(rendition=variant, by=by), None),
    "reject": (
        lambda variant, by: services.variant_reject(rendition=variant, by=by),
        lambda: _("Rejected. You will see less like it."),
    ),
    "relight": (lambda variant, by: services.variant_relight(rendition=variant, by=by), None),
    "cancel": (lambda variant, by: rendition_cancel(rendition=variant), None),
    "retry": (lambda variant, by: rendition_retry(rendition=variant), None),
}


def results(
    request: HttpRequest, variant: Rendition, text: str = "", *, undo: str = "", show: int = 0
) -> HttpResponse:
    """The pictures of the variant's brief after something was done; `show` is looked at next."""
    if not request.htmx:  # type: ignore[attr-defined]
        if text:
            messages.success(request, text, extra_tags=undo)
        return redirect(address_of(variant))
    brief = brief_of_shop(shop=variant.shop, brief_id=variant.brief_id or 0)
    answer = render(request, "catalog/studio/_results.html", {"brief": brief, "show": show})
    return toasted(answer, text, undo=undo) if text else answer


def about(variant: Rendition) -> dict[str, Any]:
    """What the stage needs to show `variant`."""
    return {
        "variant": variant,
        "brief": variant.brief,
        "photo": variant.photo,
        "product": variant.product,
        "before": variant.parents.filter(job__status=Job.Status.DONE, deleted_at=None).first(),
    }


def address_of(variant: Rendition) -> str:
    """The studio page with the variant's brief."""
    brief = services.brief_of(variant)
    return brief.get_absolute_url()
