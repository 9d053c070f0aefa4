"""A catalogue read again with today's models: what would change, and then writing it.

Runs engines: for commands and workers, never for a web process.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from catalog.models import AttributeFinding, Photo, Product
from catalog.selectors.attributes import Known, further_of, known_of
from catalog.services.attribute_findings import (
    Told,
    attributes_told,
    finding_row,
    photo_findings_replace,
    ranked,
)
from catalog.services.attribute_texts import text_findings_replace, text_rows
from imaging.errors import EngineError
from imaging.pipeline import Run
from imaging.recipes import tags
from imaging.runner import stored
from imaging.step_cache import TenantCache

Reader = Callable[[Photo], Told]


@dataclass(frozen=True)
class Change:
    """One attribute whose value the machine sees otherwise now. decided: the shop's word stands."""

    name: str
    before: Known | None
    after: Known | None

    @property
    def decided(self) -> bool:
        return self.after is not None and self.after.is_decided


@dataclass(frozen=True)
class Retagged:
    """What reading a product again found; `failed` are photos that could not be read, and why."""

    product: Product
    changes: tuple[Change, ...]
    told: Mapping[Photo, Told]
    failed: Mapping[Photo, EngineError] = field(default_factory=dict)


def photo_told(photo: Photo) -> Told:
    """What today's engines read in `photo`, here and now. Raises EngineError."""
    data = stored("photo", photo.file)
    made = Run(recipe=tags(), cache=TenantCache(photo.shop.tenant)).make({"photo": data})
    return attributes_told(made.facts)


def product_reread(*, product: Product, read: Reader = photo_told) -> Retagged:
    """Read every photo of `product`, and its words, again; nothing is written."""
    told: dict[Photo, Told] = {}
    failed: dict[Photo, EngineError] = {}
    photos = product.photos.filter(deleted_at=None, made_from=None).select_related("shop")
    for photo in photos:
        try:
            told[photo] = read(photo)
        except EngineError as error:
            failed[photo] = error
    return Retagged(product, tuple(changes(product, told)), told, failed)


def changes(product: Product, told: Mapping[Photo, Told]) -> Iterator[Change]:
    """The attributes that would be seen otherwise."""
    rows = list(AttributeFinding.objects.filter(product=product).select_related("photo"))
    live = [row for row in rows if row.photo is None or row.photo.deleted_at is None]
    kept = [row for row in live if row.photo is not None and row.photo not in told]
    fresh = [*kept, *text_rows(product), *photo_rows(product, told)]
    before = {one.name: one for one in known_of(product, live)}
    after = {one.name: one for one in known_of(product, fresh)}
    for name in dict.fromkeys([*before, *after]):
        change = Change(name, before.get(name), after.get(name))
        if seen(change.before) != seen(change.after):
            yield change


def photo_rows(product: Product, told: Mapping[Photo, Told]) -> Iterator[AttributeFinding]:
    for photo, of_photo in told.items():
        for name, rank, one in ranked(of_photo):
            yield finding_row(product, name, rank, one, photo=photo)


def seen(known: Known | None) -> tuple[str | None, ...] | None:
    """What machines hold for likeliest; None where none looked."""
    lead = known.lead if known else None
    return (lead.value, *further_of(lead)) if lead else None


@transaction.atomic
def retag_apply(*, retagged: Retagged) -> None:
    """Write what was read; decisions stay."""
    now = timezone.now()
    for photo, told in retagged.told.items():
        photo_findings_replace(photo=photo, told=told, at=now)
    text_findings_replace(product=retagged.product)
