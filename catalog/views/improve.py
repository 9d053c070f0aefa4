"""Better photos: what was found in one, what it becomes, and asking for it."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.improve import ImproveForm, initial_of, looks
from catalog.forms.renditions import StrokesForm, id_named
from catalog.middleware import words_of
from catalog.models import Photo, PhotoPreset, Product, Shop, User
from catalog.selectors import improving
from catalog.selectors.before_picture import stored
from catalog.selectors.own_looks import own_looks_of
from catalog.selectors.photos import photo_of, photos_of
from catalog.selectors.products import product_of
from catalog.selectors.rendition_facts import words
from catalog.selectors.renditions import rendition_of_shop
from catalog.selectors.studio import photo_at_hand
from catalog.services import improve_previews as previews
from catalog.services import improving as services
from catalog.services.erase_previews import erase_preview as preview_of_erasing
from catalog.services.photo_measures import photo_measured, photo_planned
from catalog.views.access import editor, viewer
from catalog.views.in_place import refusals_as_toasts, toasted
from imaging.engines.look import table_in
from imaging.engines.registry import ENGINES
from imaging.enhance import Fix
from imaging.errors import EngineError
from imaging.looks import load_looks
from imaging.looks.store import table_of
from imaging.models import Job
from imaging.ops.lut import F32

LOOK_KEPT_S = 24 * 3600


@require_safe
@viewer
def photo_improve(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """One photo, what was found in it, and controls; ?photo= says which, ?preset= with what."""
    product = product_of(shop, product_id)
    photos = photos_of(product)
    photo = photo_at_hand(photos, request.GET.get("photo", ""), None)
    context: dict[str, Any] = {"product": product, "photos": photos, "photo": photo}
    if photo is not None:
        context |= shown(photo, preset_named(shop, request.GET.get("preset", "")))
    return render(request, "catalog/improve/improve.html", context)


def shown(photo: Photo, preset: PhotoPreset | None) -> dict[str, Any]:
    """The page's parts for a photo; `trouble` alone where its file cannot be read."""
    try:
        planned = planned_for(photo)
    except (EngineError, FileNotFoundError) as error:
        gone = _("The file of this photo is gone. Upload it again.")
        return {"trouble": words_of(error) if isinstance(error, EngineError) else gone}
    initial = initial_of(preset.options if preset else {}, planned)
    form = ImproveForm(product=photo.product, initial={**initial, "photo": photo.pk})
    return {
        "form": form,
        "look": initial["look"],
        "own_looks": form.own_looks,
        "is_look_gone": not form.is_offered(initial["look"]),
        "planned": planned,
        "steps": form.steps(planned, photo_measured(photo=photo)),
        "looks": looks(),
        "tools": form.tools(),
        "preset": preset,
        "presets": improving.photo_presets_of(photo.shop),
        "made": made_shown(photo.product),
    }


def made_shown(product: Product) -> list[Any]:
    """The better photos of the product that the page lists."""
    return list(improving.improved_of(product)[: improving.MOST_SHOWN])


def planned_for(photo: Photo) -> dict[str, Fix]:
    """The fixes that a job would make of `photo`, by step."""
    return {fix.step: fix for fix in photo_planned(photo=photo)}


def preset_named(shop: Shop, named: str) -> PhotoPreset | None:
    """The preset of that number, None for none. Raises Http404 when it is not the shop's."""
    number = id_named(named)
    return None if number is None else improving.photo_preset_of(shop, number)


@require_POST
@viewer
def improve_preview(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """The form as a small picture; it writes nothing, so whoever sees the page may ask.

    Headers: X-Size, X-Colour-Change and, with a look, X-Look-Change (ΔE00), X-Moved, X-Later:
    percent-encoded, what only the job will show. Field "show" with "before" asks for the photo as
    it is, to lie beside a moved one.
    """
    form = filled(request.POST, product_of(shop, product_id))
    photo = form.cleaned_data["photo"]
    options = form.options(planned_for(photo))
    before = request.POST.get("show") == "before"
    made = previews.improve_preview(photo=photo, options=options, before=before)
    response = HttpResponse(made.data, content_type="image/webp")
    response["X-Size"] = f"{made.width}x{made.height}"
    response["X-Colour-Change"] = f"{made.colour_change:.1f}"
    if made.look_change is not None:
        response["X-Look-Change"] = f"{made.look_change:.1f}"
    response["X-Moved"] = str(made.is_moved).lower()
    response["X-Later"] = quote(", ".join(words(ENGINES[name].label) for name in made.later))
    return response


@require_safe
@cache_control(private=True, max_age=LOOK_KEPT_S)
@viewer
def look_thumbnail(request: HttpRequest, shop: Shop, photo_id: int, look: str) -> HttpResponse:
    """A photo of the shop in one of the looks, small; the shop's own are known by their hash."""
    photo = photo_of(shop, photo_id)
    table = table_of(look) if look in load_looks() else own_table(shop, look)
    return HttpResponse(previews.look_preview(photo=photo, table=table), content_type="image/webp")


def own_table(shop: Shop, sha256: str) -> F32:
    """The table of one of the shop's own looks. Raises Http404."""
    own = own_looks_of(shop).filter(sha256=sha256).first()
    if own is None:
        raise Http404
    return table_in(stored(own.file))


@require_POST
@editor
@refusals_as_toasts
def improve_make(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Queue the better photo, or that of every photo of the product ("scope")."""
    product = product_of(shop, product_id)
    form = filled(request.POST, product)
    photo, is_all = form.cleaned_data["photo"], form.cleaned_data["scope"] == "product"
    planned = planned_for(photo)
    options = form.options(planned)
    if not is_all and nothing_asked(options, planned):
        raise CatalogError(_("Nothing is switched on, so the photo would stay as it is."))
    made = services.photos_improve(
        photos=photos_of(product) if is_all else [photo],
        options=options,
        by=cast(User, request.user),
        priority=Job.Priority.BULK if is_all else Job.Priority.PERSON,
    )
    count = len(made)
    text = ngettext("Improving %(n)d photo.", "Improving %(n)d photos.", count) % {"n": count}
    return made_answered(request, photo, text)


def filled(data: QueryDict, product: Product) -> ImproveForm:
    """The valid form. Raises CatalogError with what is wrong."""
    form = ImproveForm(data, product=product)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    return form


def nothing_asked(options: Mapping[str, Any], planned: Mapping[str, Fix]) -> bool:
    """Whether the recipe would leave the photo as it is."""
    amounts, tuned = options.get("amounts", {}), options.get("tuned", {})
    fixes = [step for step in planned if amounts.get(step, 1)]
    own = options.keys() - {"strength", "amounts", "tuned"}
    return not own and not (options.get("strength", 1) and (fixes or any(tuned.values())))


def made_answered(request: HttpRequest, photo: Photo, text: str) -> HttpResponse:
    """The pictures made, for htmx; else the page again."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text)
        return redirect(improve_address(photo))
    context = {"product": photo.product, "photo": photo, "made": made_shown(photo.product)}
    return toasted(render(request, "catalog/improve/_made.html", context), text)


def improve_address(photo: Photo) -> str:
    """The page for `photo`."""
    page = reverse("catalog:photo_improve", args=[photo.shop.slug, photo.product_id])
    return f"{page}?photo={photo.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@editor
def photo_erase(request: HttpRequest, shop: Shop, photo_id: int) -> HttpResponse:
    """The brush that marks what is to go; posting its strokes answers the new picture's address."""
    photo = photo_of(shop, photo_id)
    if photo.deleted_at:
        raise CatalogError(_("This photo was deleted. Restore it first."))
    if request.method != "POST":
        context = {"photo": photo, "back": improve_address(photo)}
        return render(request, "catalog/improve/erase.html", context)
    by = cast(User, request.user)
    made = services.photo_erase(photo=photo, strokes=strokes_sent(request), by=by)
    return JsonResponse({"url": made.get_absolute_url()}, status=201)


@require_POST
@editor
def erase_preview(request: HttpRequest, shop: Shop, photo_id: int) -> HttpResponse:
    """What the strokes would change, as a picture to lie over the photo; it writes nothing."""
    photo = photo_of(shop, photo_id)
    by = cast(User, request.user)
    data = preview_of_erasing(photo=photo, strokes=strokes_sent(request), by=by)
    return HttpResponse(data, content_type="image/webp")


def strokes_sent(request: HttpRequest) -> bytes:
    """The brush's picture. Raises CatalogError without one."""
    form = StrokesForm(request.POST, request.FILES)
    if not form.is_valid():
        raise CatalogError(form.first_error())
    return bytes(form.cleaned_data["strokes"].read())


@require_POST
@editor
@refusals_as_toasts
def rendition_use(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Add a better picture to the product's photos."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    photo = services.rendition_use_as_photo(rendition=rendition, by=cast(User, request.user))
    text = _("Added to the photos; make main images and scenes from it.")
    if request.POST.get("page") == "improve":
        return made_answered(request, rendition.photo or photo, text)
    messages.success(request, text)
    return redirect(photo)
