"""What is done to a product's photos."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.errors import CatalogError
from catalog.forms.photos import PhotoOrderForm
from catalog.middleware import words_of
from catalog.models import Photo, Shop, User
from catalog.selectors.photos import photo_of, photos_of
from catalog.selectors.products import product_of
from catalog.services import photos
from catalog.services.attribute_jobs import photo_read_ask
from catalog.throttles import UploadThrottle
from catalog.views.access import editor
from imaging.errors import EngineError


@editor
@require_POST
def photo_upload(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """One photo in field "photo": 201 with its row, or a sentence and nothing written."""
    # The API's throttle needs nothing of a request but its person.
    throttle = UploadThrottle()
    if not throttle.allow_request(cast(Request, request), cast(APIView, None)):
        return too_often(throttle.wait())
    product = product_of(shop, product_id)
    file = request.FILES.get("photo")
    if file is None:
        return refused(_("No photo came with this request."), 422)
    try:
        photo = photos.photo_add(
            product=product, name=file.name or "", data=file, by=cast(User, request.user)
        )
        photo_read_ask(photo=photo, by=cast(User, request.user))
    except (EngineError, CatalogError) as error:
        large = isinstance(error, EngineError) and error.code == "file_too_large"
        return refused(words_of(error), 413 if large else 422)
    return JsonResponse(photo_json(photo), status=201)


def photo_json(photo: Photo) -> dict[str, object]:
    return {
        "id": photo.pk,
        "name": photo.name,
        "url": photo.get_absolute_url(),
        "thumbnail": photo.thumbnail_url(),
    }


def refused(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def too_often(wait_s: float | None) -> JsonResponse:
    response = refused(_("Too many uploads at once. Wait a moment, then try again."), 429)
    response["Retry-After"] = str(round(wait_s or 1) + 1)
    return response


@editor
@require_POST
def photo_delete(request: HttpRequest, shop: Shop, photo_id: int) -> HttpResponse:
    """Hide a photo; the message has an undo."""
    photo = photos.photo_delete(photo=photo_of(shop, photo_id))
    undo = reverse("catalog:photo_restore", args=[shop.slug, photo.pk])
    words = _("“%(name)s” was deleted.") % {"name": photo.name}
    messages.success(request, words, extra_tags=undo)
    return redirect(photo.product)


@editor
@require_POST
def photo_restore(request: HttpRequest, shop: Shop, photo_id: int) -> HttpResponse:
    """Undo a deletion."""
    photo = photos.photo_restore(photo=photo_of(shop, photo_id))
    messages.success(request, _("“%(name)s” is back.") % {"name": photo.name})
    return redirect(photo.product)


@editor
@require_POST
def photo_order(request: HttpRequest, shop: Shop, product_id: int) -> HttpResponse:
    """Put photos in another order; the first is the cover."""
    product = product_of(shop, product_id)
    form = PhotoOrderForm(request.POST)
    if not form.is_valid():
        raise CatalogError(_("This is not an order of photos."))
    present = [photo.pk for photo in photos_of(product)]
    photos.photo_reorder(product=product, photo_ids=form.order_from(present))
    return redirect(product)
