"""Pictures that anybody may fetch: approved, not deleted, with their file ready."""

import uuid

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from catalog.models import PublishedPicture, Rendition, Review
from catalog.models.review_queue import with_review_verb


def renditions_published() -> QuerySet[Rendition]:
    """What has a public address that answers now, with `published`."""
    live = Rendition.objects.filter(deleted_at=None).exclude(published=None)
    ready = with_review_verb(live.exclude(published__file=""))
    approved = ready.filter(review_verb=Review.Verb.APPROVED)  # type: ignore[misc]  # annotated
    return approved.select_related("published")


def published_at(*, picture_id: uuid.UUID, name: str) -> PublishedPicture:
    """The picture at a public address, in one query. Raises Http404 for what is not approved."""
    found = renditions_published().filter(published=picture_id, published__name=name).first()
    if found is None:
        raise Http404
    return found.published


def address_of(picture: PublishedPicture) -> str:
    """Where anybody finds the picture, as it stands in feeds."""
    path = reverse("catalog:published_picture", args=[picture.pk, picture.name])
    return f"{settings.SITE_URL}{path}"
