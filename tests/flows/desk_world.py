"""What tests of the moderators' desk share."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalog.models import Rendition, ReviewClaim


def url(name: str, *args: object, **query: str) -> str:
    """An address of the catalog, with a query."""
    return reverse(f"catalog:{name}", args=args) + (f"?{urlencode(query)}" if query else "")


def answer(claim: ReviewClaim, verb: str = "approved", **fields: Any) -> dict[str, Any]:
    """What the desk sends of a decision."""
    return {"token": str(claim.token), "verb": verb, **fields}


def page_of(client: Client, rendition: Rendition) -> str:
    """The desk's page of one item."""
    return client.get(url("review_item", rendition.pk)).content.decode()


def said(response: HttpResponse) -> str:
    """The page that an answer leads to."""
    return response.content.decode()
