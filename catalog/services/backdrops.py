"""Asking for plain backdrops: colours, the photo blurred, or a picture of the shop's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from catalog.models import Background, Brief, Photo, User
from catalog.selectors.backdrops import EACH_SHADOW
from catalog.services.briefs import ASPECT, LONG_SIDE, variant_draft
from catalog.services.renditions import inputs_of, rendition_queue


@dataclass(frozen=True)
class BackdropAsked:
    """What stands in the form. `options` are the backdrop's own; shadow "" is one of each."""

    options: Mapping[str, Any]
    shadow: str = ""
    reflection: bool = False
    background: Background | None = None


@transaction.atomic
def backdrop_ask(*, photo: Photo, asked: BackdropAsked, by: User) -> Brief:
    """Write down which backdrop was asked for and queue its pictures: all of it or nothing.

    Raises CatalogError for a deleted photo, EngineError for what imaging refuses.
    """
    backdrop = {**asked.options, "reflection": asked.reflection}
    brief = Brief.objects.create(
        shop=photo.shop, product=photo.product, photo=photo, backdrop=backdrop, requested_by=by
    )
    given = asked.background
    more = {"background": {"file": given.file, "sha256": given.sha256}} if given else {}
    inputs = {**inputs_of(photo), **more}
    for shadow in [asked.shadow] if asked.shadow else EACH_SHADOW:
        options = {**backdrop, "shadow": shadow, "aspect": ASPECT, "long_side": LONG_SIDE}
        rendition_queue(variant_draft(brief, options, by), inputs)
    return brief
