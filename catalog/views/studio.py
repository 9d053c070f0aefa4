"""The studio page: asking in words or by theme, reading words as chips, going back to briefs."""

from typing import Any, TypeVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from catalog.errors import CatalogError
from catalog.forms.base import OneSentenceForm
from catalog.forms.studio import AskForm
from catalog.models import Brief, Photo, Product, Rendition, Shop, User
from catalog.selectors.backdrops import backgrounds_of
from catalog.selectors.briefs import brief_deleted, brief_of_shop, briefs_of, scene_of
from catalog.selectors.chips import chips_of, chips_to_add
from catalog.selectors.photos import photos_of
from catalog.selectors.products import product_of
from catalog.selectors.studio import MOST_LISTED, photo_at_hand, themes_by_group, variant_shown
from catalog.services import briefs as services
from catalog.services.references import like_reference, reference_read
from catalog.views.access import editor, viewer
from catalog.views.in_place import refusals_as_toasts, toasted
from catalog.views.uploads import upload_of
from imaging.brief import SceneBrief

AnyForm = TypeVar("AnyForm", bound=OneSentenceForm)


@require_safe
@viewer
def studio(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """The page. ?photo= starts with that photo, ?brief= goes back to a brief and its pictures."""
    product = product_of(shop, product_id)
    history = list(briefs_of(product)[:MOST_LISTED])
    asked = request.GET.get("brief", "")
    brief = next((one for one in history if str(one.pk) == asked), None)
    photos = photos_of(product)
    photo = photo_at_hand(photos, request.GET.get("photo", ""), brief)
    if brief is None and photo and not asked:
        brief = next((one for one in history if one.photo_id == photo.pk), None)
    if brief:
        brief = brief_of_shop(shop=shop, brief_id=brief.pk)
    context = {"photos": photos, "groups": themes_by_group(shop), "chips_to_add": chips_to_add()}
    context |= {"backgrounds": backgrounds_of(shop)}
    parts = parts_of(product, brief, photo) | {"history": history}
    return render(request, "catalog/studio/studio.html", context | parts)


@require_POST
@editor
@refusals_as_toasts
def studio_read(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """The typed words as chips, before anything is made of them."""
    form = checked(AskForm(request.POST, product=product_of(shop, product_id)))
    reading = services.brief_read(form.asked())
    context = {"read": form.cleaned_data["text"], "chips": chips_of(reading.scene)}
    context |= {"unknown": reading.unknown, "remark": reading.remark}
    return render(request, "catalog/studio/_chips.html", context)


@require_POST
@editor
@refusals_as_toasts
def studio_like(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """The look of an uploaded picture as chips, over what the composer says."""
    form = checked(AskForm(request.POST, product=product_of(shop, product_id)))
    reference = reference_read(upload_of(request, "picture"))
    reading = services.brief_read(form.asked())
    context = {"read": form.cleaned_data["text"], "unknown": reading.unknown}
    context |= {"chips": chips_of(like_reference(reading.scene, reference))}
    return render(request, "catalog/studio/_chips.html", context)


@require_POST
@editor
@refusals_as_toasts
def brief_create(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Make pictures of what was asked, and show them as they come."""
    form = checked(AskForm(request.POST, product=product_of(shop, product_id)))
    by = cast(User, request.user)
    made = services.brief_ask(photo=form.cleaned_data["photo"], asked=form.asked(), by=by)
    return shown(request, brief_of_shop(shop=shop, brief_id=made.pk), form.cleaned_data["refined"])


@require_safe
@viewer
def brief_show(request: HttpRequest, shop: Shop, brief_id: int) -> HttpResponse:
    """Back to a brief: its pictures, and its chips in the composer."""
    return shown(request, brief_of_shop(shop=shop, brief_id=brief_id))


@require_POST
@editor
def brief_delete(request: HttpRequest, shop: Shop, brief_id: int) -> HttpResponse:
    """Take a brief out of the history, with an undo; the one it changed is shown."""
    brief = brief_of_shop(shop=shop, brief_id=brief_id)
    services.brief_delete(brief=brief)
    undo = reverse("catalog:brief_restore", args=[shop.slug, brief.pk])
    left = brief.parent if brief.parent and not brief.parent.deleted_at else None
    left = left or briefs_of(brief.product).first()
    text = _("Brief deleted. Its pictures stay with the product.")
    if request.htmx and left:  # type: ignore[attr-defined]
        answer = shown(request, brief_of_shop(shop=shop, brief_id=left.pk))
        return toasted(answer, text, undo=undo)
    messages.success(request, text, extra_tags=undo)
    page = reverse("catalog:studio", args=[shop.slug, brief.product_id])
    return back_to(request, left.get_absolute_url() if left else page)


@require_POST
@editor
def brief_restore(request: HttpRequest, shop: Shop, brief_id: int) -> HttpResponse:
    """Undo a deletion."""
    brief = brief_deleted(shop=shop, brief_id=brief_id)
    services.brief_restore(brief=brief)
    messages.success(request, _("The brief is back."))
    return redirect(brief)


def checked(form: AnyForm) -> AnyForm:
    """The form, valid. Raises CatalogError with its first error."""
    if not form.is_valid():
        raise CatalogError(form.first_error())
    return form


def shown(request: HttpRequest, brief: Brief, before: Rendition | None = None) -> HttpResponse:
    """The page's parts for `brief`; the whole page where it was asked for without htmx.

    `before` is the picture that stays in sight until the first new one is there.
    """
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(brief)
    context = parts_of(brief.product, brief, brief.photo) | {"before": before, "is_part": True}
    context["history"] = list(briefs_of(brief.product)[:MOST_LISTED])
    answer = render(request, "catalog/studio/_parts.html", context)
    return push_url(answer, brief.get_absolute_url())


def parts_of(product: Product, brief: Brief | None, photo: Photo | None) -> dict[str, Any]:
    """What the stage, the composer and the results need."""
    scene = scene_of(brief) if brief else SceneBrief()
    return {
        "product": product,
        "brief": brief,
        "changed": brief if brief and not brief.backdrop else None,  # what words would change
        "photo": photo,
        "variant": variant_shown(brief),
        "chips": chips_of(scene),
    }


def back_to(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect that htmx follows as a whole page too."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(address)
    return HttpResponse(headers={"HX-Redirect": address})
