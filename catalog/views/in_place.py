"""Answers to buttons: part of the page for htmx, a redirect without."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import reswap, trigger_client_event

from catalog.errors import CatalogError
from catalog.middleware import words_of
from catalog.models import Product
from catalog.selectors.renditions import renditions_of
from imaging.errors import EngineError

View = Callable[..., HttpResponse]


def refusals_as_toasts(view: View) -> View:
    """What the catalog or imaging refuses becomes a toast over the page that asked by htmx."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (CatalogError, EngineError) as error:
            if not request.htmx:  # type: ignore[attr-defined]
                raise
            return refused(words_of(error))

    return inside


def refused(sentence: str) -> HttpResponse:
    """422 that changes nothing on the page but says why."""
    response = reswap(HttpResponse(status=422), "none")
    return toasted(response, sentence, tone="error")


def toasted(
    response: HttpResponse, text: str, *, tone: str = "success", undo: str = ""
) -> HttpResponse:
    """`response` with a toast for the page that receives it."""
    return trigger_client_event(response, "toast", {"text": text, "tone": tone, "undo": undo})


def product_pictures(
    request: HttpRequest, product: Product, text: str, undo: str = ""
) -> HttpResponse:
    """The product's list of pictures for htmx, else back to where the button was."""
    if request.htmx:  # type: ignore[attr-defined]
        context = {"product": product, "renditions": renditions_of(product)}
        response = render(request, "catalog/renditions/_list.html", context)
        return toasted(response, text, undo=undo)
    messages.success(request, text, extra_tags=undo)
    return redirect(product)
