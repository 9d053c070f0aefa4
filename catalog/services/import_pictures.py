"""What a making asks of one photo: found where it was asked before, else queued behind people."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.importing.making import ADVERT, SCENE, Adverts, Making, Pictures, Scenes, Tags
from catalog.models import Brief, ImportRow, Photo, Product, Rendition, User
from catalog.selectors.adverts import Ground, price_said
from catalog.services import adverts, briefs
from catalog.services.attribute_jobs import photo_read
from catalog.services.improving import further_inputs
from catalog.services.renditions import Inputs, inputs_of, rendition_draft, rendition_queue
from imaging.brief import SceneBrief
from imaging.improving import ONE_TAP
from imaging.models import Job
from imaging.services import job_retry

BULK = Job.Priority.BULK


def pictures_ask(*, photo: Photo, making: Making, row: ImportRow) -> list[Rendition]:
    """The pictures that `making` wants of a photo, none of them twice; what failed is tried again.

    Raises EngineError and CatalogError, as asking for them one by one does.
    """
    if isinstance(making, Scenes):
        return scenes_ask(photo, making, by_of(row))
    if isinstance(making, Adverts):
        return adverts_ask(photo, making, row)
    if isinstance(making, Tags):
        return tags_ask(photo, by_of(row))
    return plain_ask(photo, cast(Pictures, making), by_of(row))


def by_of(row: ImportRow) -> User:
    """Who sent the import; None once that person's account is gone, which columns allow."""
    return cast(User, row.source.by)


def standing(
    photo: Photo, recipe: str, preset: str, is_same: Callable[[Rendition], bool]
) -> Rendition | None:
    """The newest such picture of this photo; its job is tried again if it failed."""
    made = Rendition.objects.filter(photo=photo, recipe=recipe, preset=preset, deleted_at=None)
    # Compared here: what JSON is equal to depends on the database.
    found = next(filter(is_same, made.select_related("job", "brief").order_by("-pk")), None)
    if found is not None:
        job_retry(job=found.job)  # does nothing to one that waits, runs or is done
    return found


def plain_ask(photo: Photo, making: Pictures, by: User) -> list[Rendition]:
    """A picture for every channel."""
    return [
        standing(photo, making.recipe, channel, lambda one: one.options == making.options)
        or rendition_queue(
            rendition_draft(photo, making.recipe, by, preset=channel, options=making.options),
            {**inputs_of(photo), **inputs_further(photo, making)},
            priority=BULK,
        )
        for channel in making.channels
    ]


def inputs_further(photo: Photo, making: Pictures) -> Inputs:
    return further_inputs(photo.shop, making.options) if making.recipe == ONE_TAP else {}


def scenes_ask(photo: Photo, making: Scenes, by: User) -> list[Rendition]:
    """A picture for every channel, of one brief."""

    def is_same(one: Rendition) -> bool:
        brief = one.brief
        if brief is None or one.seed != making.seed:
            return False
        return (brief.theme, brief.scene) == (making.theme, read.scene)

    read = making.reading
    found = {channel: standing(photo, SCENE, channel, is_same) for channel in making.channels}
    if all(found.values()):
        return [one for one in found.values() if one]
    brief = next((one.brief for one in found.values() if one), None) or brief_of(photo, making, by)
    return [
        one
        or rendition_queue(
            rendition_draft(photo, SCENE, by, brief=brief, preset=channel, options=read.options),
            inputs_of(photo),
            priority=BULK,
        )
        for channel, one in found.items()
    ]


def brief_of(photo: Photo, making: Scenes, by: User) -> Brief:
    """What was asked for, written down for this photo as for one that a person asks for."""
    asked = briefs.Asked(text=making.sentence, theme=making.theme)
    read = making.reading
    scene = SceneBrief.model_validate(read.scene)
    reading = briefs.Reading(scene, read.unknown, read.reader, read.remark)
    return briefs.brief_keep(photo, asked, reading, by)


def adverts_ask(photo: Photo, making: Adverts, row: ImportRow) -> list[Rendition]:
    """An advert in every size, with the row's words. Raises WordsDoNotFit as well."""
    asked = adverts.AdvertAsked(
        words=making.filled(fields_of(photo.product, row.key, making.fields)),
        layout=making.layout,
        sizes=tuple(dict.fromkeys(making.sizes)),
        ground=Ground("theme", theme=making.theme) if making.theme else Ground(),
        language=making.language,
    )
    found = {
        size: standing(photo, ADVERT, "", same_advert(photo, asked, size)) for size in asked.sizes
    }
    lacking = tuple(size for size, one in found.items() if one is None)
    made = [one for one in found.values() if one]
    if not lacking:
        return made
    more = replace(asked, sizes=lacking)
    return made + adverts.adverts_request(photo=photo, asked=more, by=by_of(row), priority=BULK)


def same_advert(photo: Photo, asked: adverts.AdvertAsked, size: str) -> Callable[[Rendition], bool]:
    options = adverts.options_of(photo.shop, asked, size, None)
    return lambda one: one.options == options


def fields_of(product: Product, sku: str, named: list[str]) -> Mapping[str, str]:
    """What the row says of its product, as it stands in the shop now. Raises CatalogError for a
    field of `named` that is empty."""
    variants = list(product.variants.all())
    mine = next((one for one in variants if one.sku == sku), None)
    prices = [
        price_said(one.price, one.currency)
        for one in (mine, *variants)
        if one and one.price is not None
    ]
    fields = {
        "title": product.title,
        "price": prices[0] if prices else "",
        "sku": sku,
        "category": product.category,
        "description": product.description,
    }
    for name in named:
        if not fields[name]:
            raise CatalogError(_("The field {%(name)s} is empty.") % {"name": name})
    return fields


def tags_ask(photo: Photo, by: User) -> list[Rendition]:
    """Have attributes read, unless they were or are about to be; there is no picture of that."""
    job = photo.tags_job
    if photo.tags_wanted_at is None and (job is None or job.status in Job.WITHOUT_RESULT):
        photo_read(photo, by, Job.Priority.LATER)
    return []
