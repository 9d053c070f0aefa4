"""What machines find becomes rows; nothing that a seller decided is touched."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.models import AttributeFinding, Photo, Product
from catalog.models.attribute import VALUE_LENGTH
from catalog.services.attribute_jobs import photos_read_waiting
from catalog.services.attribute_values import attributes_settle
from imaging.attributes import NAMES, Attribute, Finding
from imaging.models import Job
from imaging.recipes import TAGS

Told = Mapping[str, Attribute]


def attributes_take(job: Job) -> None:
    """Consume an ended job: what it read becomes the findings of its photo; the next may wait."""
    if job.recipe != TAGS:
        return
    for photo in Photo.objects.filter(tags_job=job).select_related("product", "shop"):
        if job.status == Job.Status.DONE:
            told = attributes_told(job.facts)
            photo_findings_replace(photo=photo, told=told, at=job.finished_at or job.created_at)
        photos_read_waiting(shop=photo.shop)


def attributes_told(facts: Mapping[str, Any]) -> Told:
    """The attributes among a job's facts, or those of a run. Raises ValidationError of pydantic."""
    said = facts.get("attributes", {})
    return {name: Attribute.model_validate(said[name]) for name in NAMES if said.get(name)}


@transaction.atomic
def photo_findings_replace(*, photo: Photo, told: Told, at: datetime) -> bool:
    """Make `told`, read at `at`, all that is found of `photo`; False when a newer one was taken."""
    Product.objects.select_for_update().get(pk=photo.product_id)
    if photo.findings.filter(found_at__gt=at).exists():
        return False
    photo.findings.all().delete()
    AttributeFinding.objects.bulk_create(
        finding_row(photo.product, name, rank, one, photo=photo, found_at=at)
        for name, rank, one in ranked(told)
    )
    attributes_settle(product=photo.product)
    return True


def ranked(told: Told) -> Iterator[tuple[str, int, Finding]]:
    """Every finding with its attribute's name and its place among those of its source."""
    for name, attribute in told.items():
        for rank, one in enumerate((attribute, *attribute.others)):
            yield name, rank, one


def finding_row(
    product: Product, name: str, rank: int, found: Finding, **fields: Any
) -> AttributeFinding:
    photo: Photo | None = fields.get("photo")
    return AttributeFinding(
        shop_id=product.shop_id,
        product=product,
        photo_sha256=photo.sha256 if photo else "",
        name=name,
        rank=rank,
        value=found.value and found.value[:VALUE_LENGTH],
        confidence=found.confidence,
        evidence=found.evidence.model_dump(mode="json"),
        source=found.source,
        model=found.model[:VALUE_LENGTH],
        details=found.details,
        **fields,
    )
