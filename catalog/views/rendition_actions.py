"""Buttons on a rendition: each calls one service and answers where it was pressed."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.models import Rendition, Shop, User
from catalog.selectors.renditions import rendition_deleted, rendition_of_shop
from catalog.services import renditions as services
from catalog.services.reviews import review_submit, review_withdraw
from catalog.views.access import editor
from catalog.views.in_place import product_pictures, refusals_as_toasts


@require_POST
@editor
@refusals_as_toasts
def rendition_choose(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Make it the one of its kind."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    services.rendition_choose(rendition=rendition, by=cast(User, request.user))
    text = _("Chosen for this channel.") if rendition.preset else _("Chosen.")
    return answered(request, rendition, text)


@require_POST
@editor
@refusals_as_toasts
def rendition_delete(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Delete it, with an undo."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    services.rendition_delete(rendition=rendition)
    undo = reverse("catalog:rendition_restore", args=[shop.slug, rendition.pk])
    return product_pictures(request, rendition.product, _("Picture deleted."), undo)


@require_POST
@editor
def rendition_restore(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Undo a deletion."""
    rendition = rendition_deleted(shop=shop, rendition_id=rendition_id)
    services.rendition_restore(rendition=rendition)
    return product_pictures(request, rendition.product, _("Picture restored."))


@require_POST
@editor
@refusals_as_toasts
def rendition_cancel(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Stop making it."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    services.rendition_cancel(rendition=rendition)
    return answered(request, rendition, _("Cancelled."))


@require_POST
@editor
@refusals_as_toasts
def rendition_retry(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Try again after a failure."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    services.rendition_retry(rendition=rendition)
    return answered(request, rendition, _("Trying again."))


@require_POST
@editor
@refusals_as_toasts
def rendition_submit(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Hand it to the moderators."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    review_submit(rendition=rendition, by=cast(User, request.user))
    return answered(request, rendition, _("Submitted for review."))


@require_POST
@editor
@refusals_as_toasts
def rendition_withdraw(request: HttpRequest, shop: Shop, rendition_id: int) -> HttpResponse:
    """Take it back from the moderators."""
    rendition = rendition_of_shop(shop=shop, rendition_id=rendition_id)
    review_withdraw(rendition=rendition, by=cast(User, request.user))
    return answered(request, rendition, _("Taken back from review."))


def answered(request: HttpRequest, rendition: Rendition, text: str) -> HttpResponse:
    """On the rendition's own page again, or among the product's pictures."""
    if request.POST.get("page") != "detail":
        return product_pictures(request, rendition.product, text)
    messages.success(request, text)
    return redirect(rendition)
