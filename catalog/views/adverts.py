"""The advert editor: from a photo, from a finished scene, or an advert opened again."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import CatalogError
from catalog.forms.adverts import AdvertForm, initial_of, initial_of_product
from catalog.forms.renditions import id_named
from catalog.middleware import words_of
from catalog.models import Photo, Product, Rendition, Shop, User
from catalog.selectors import adverts
from catalog.selectors.brand import brand_of
from catalog.selectors.photos import photos_of
from catalog.selectors.products import product_of
from catalog.selectors.renditions import rendition_of_shop
from catalog.services import advert_previews as previews
from catalog.services.adverts import WordsDoNotFit, adverts_request
from catalog.views.access import editor
from imaging.adverts.sizes import SIZES
from imaging.errors import EngineError


@dataclass(frozen=True)
class Desk:
    """What lies before the seller: the product, its photos, and the picture it began with."""

    product: Product
    photos: list[Photo]
    parent: Rendition | None = None

    @property
    def has_scene(self) -> bool:
        return self.parent is not None and adverts.has_scene(self.parent)

    def photo_first(self, asked: str) -> int | None:
        """The photo that the form starts with: the one asked for, else the cover."""
        if self.parent:
            return self.parent.photo_id
        known = [photo.pk for photo in self.photos]
        return next((pk for pk in known if str(pk) == asked), next(iter(known), None))

    def initial(self, asked_photo: str) -> dict[str, Any]:
        begun = initial_of(self.parent) if self.parent else initial_of_product(self.product)
        return {**begun, "photo": self.photo_first(asked_photo)}

    def form(self, data: Any = None, asked_photo: str = "") -> AdvertForm:
        """The form as it was sent; without `data` as it starts, with what went wrong last time."""
        options: dict[str, Any] = {"product": self.product, "has_scene": self.has_scene}
        if data is not None:
            return AdvertForm(data, **options)
        initial = self.initial(asked_photo)
        trouble = adverts.trouble_of(self.parent) if self.parent else {}
        if not trouble:
            return AdvertForm(initial=initial, **options)
        form = AdvertForm(initial, **options)
        for field, sentence in trouble.items():
            form.add_error(field if field in form.fields else None, sentence)
        return form


@editor
@require_http_methods(["GET", "HEAD", "POST"])
def advert_create(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """An advert from one of the product's photos; ?photo= says which."""
    product = product_of(shop, product_id)
    return advert_desk(request, Desk(product, photos_of(product)))


@editor
@require_http_methods(["GET", "HEAD", "POST"])
def advert_edit(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """An advert opened again, or one made from another finished picture: a new one is made."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    return advert_desk(
        request, Desk(rendition.product, photos_of(rendition.product), parent=rendition)
    )


def advert_desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    posted = request.method == "POST"
    form = desk.form(request.POST if posted else None, request.GET.get("photo", ""))
    if posted and form.is_valid() and (made := requested(request, form, desk)):
        count = len(made)
        text = ngettext("Making %(n)d advert.", "Making %(n)d adverts.", count) % {"n": count}
        messages.success(request, text)
        return redirect("catalog:advert_edit", desk.product.shop.slug, made[0].pk)
    return render(
        request,
        "catalog/adverts/advert.html",
        {"form": form, "desk": desk, "brand": brand_of(desk.product.shop), **shown(desk)},
        status=422 if posted else 200,
    )


@editor
@require_POST
def advert_preview(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """The form as a small picture, or what is wrong with which field; ?from= is what it began with.

    Field "size" says in which of the sizes.
    """
    product = product_of(shop, product_id)
    desk = Desk(product, photos_of(product), parent=begun_with(shop, request.GET.get("from", "")))
    form = AdvertForm(request.POST, product=product, has_scene=desk.has_scene)
    size = request.POST.get("size", "")
    if not form.is_valid() or size not in SIZES:
        return JsonResponse({"errors": form.errors}, status=422)
    photo = form.cleaned_data["photo"]
    try:
        made = previews.advert_preview(
            photo=photo, asked=form.asked(), size=size, parent=desk.parent
        )
    except previews.NoPreview:
        return JsonResponse({"note": _("This background is drawn when you make the advert.")})
    except EngineError as error:
        field = adverts.field_of(error) or NON_FIELD_ERRORS
        return JsonResponse({"errors": {field: [words_of(error)]}}, status=422)
    response = HttpResponse(made.data, content_type="image/webp")
    response["X-Size"] = f"{made.width}x{made.height}"
    response["X-Rough"] = str(made.is_rough).lower()
    return response


def begun_with(shop: Shop, named: str) -> Rendition | None:
    """The picture of that number, None for none. Raises Http404 when it is not the shop's."""
    number = id_named(named)
    return None if number is None else rendition_of_shop(shop=shop, rendition_id=number)


def requested(request: HttpRequest, form: AdvertForm, desk: Desk) -> list[Rendition]:
    """The adverts that are now being made; none where the form says why not."""
    try:
        return adverts_request(
            photo=form.cleaned_data["photo"],
            asked=form.asked(),
            by=cast(User, request.user),
            parent=desk.parent,
        )
    except WordsDoNotFit as error:
        form.add_error(error.field or None, error.sentence)
    except (CatalogError, EngineError) as error:
        form.add_error(None, words_of(error))
    return []


def shown(desk: Desk) -> dict[str, Any]:
    """Pictures beside the form: of layouts, the opened advert, the sizes asked for with it."""
    samples = {"samples": f"img/layouts/{adverts.language_written()}/"}
    if desk.parent is None or desk.parent.recipe != adverts.ADVERT:
        return samples
    return samples | {"made": list(adverts.asked_together(desk.parent)), "opened": desk.parent}
