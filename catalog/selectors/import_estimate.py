"""How many pictures an import would ask for, and how long they would take here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, Sum

from catalog.importing.making import SCENE, Making, Scenes, makings_kept
from catalog.models import Import, ImportRow
from catalog.selectors.import_makings import recipe_name
from catalog.selectors.imports import PRODUCT
from imaging.selectors import median_seconds, workers_polling

QUEUE = "cpu"  # where bulk pictures are made, unless their recipe needs more


@dataclass(frozen=True)
class Part:
    """One making: its recipe's name, its pictures, and the seconds of one worker.

    seconds: None where no such picture was made here yet.
    """

    name: str
    pictures: int
    seconds: float | None


@dataclass(frozen=True)
class Estimate:
    """What a file's makings come to, with the workers that are there."""

    parts: tuple[Part, ...]
    workers: int

    @property
    def pictures(self) -> int:
        return sum(part.pictures for part in self.parts)

    @property
    def unmeasured(self) -> list[str]:
        """The recipes of which nothing is known here, each once."""
        return list(dict.fromkeys(part.name for part in self.parts if part.seconds is None))

    @property
    def minutes(self) -> int | None:
        """`seconds` rounded up."""
        return None if self.seconds is None else math.ceil(self.seconds / 60)

    @property
    def seconds(self) -> float | None:
        """Until all are made; None where a part is not known."""
        known = [part.seconds for part in self.parts if part.seconds is not None]
        return sum(known) / max(1, self.workers) if len(known) == len(self.parts) else None


def import_estimate(source: Import) -> Estimate | None:
    """For the rows of a checked import that can be imported; None where nothing is made."""
    makings = makings_kept(source.makings)
    if not any(one.per_photo for one in makings):
        return None
    rows = source.rows.exclude(status=ImportRow.Status.ERROR).filter(photo_count__gt=0)
    counted = rows.aggregate(photos=Sum("photo_count"), products=Count(PRODUCT, distinct=True))
    return estimate(makings, photos=counted["photos"] or 0, products=counted["products"])


def estimate(makings: Sequence[Making], *, photos: int, products: int) -> Estimate:
    """For so many photos of so many products. Pictures that exist already are counted too."""
    workers = min(workers_polling(queue=QUEUE), settings.IMAGING_MAX_RUNNING)
    parts = tuple(
        part_of(one, photos if one.photos == "all" else products)
        for one in makings
        if one.per_photo
    )
    return Estimate(parts, workers)


def part_of(making: Making, photos: int) -> Part:
    pictures = photos * making.per_photo
    return Part(recipe_name(making.recipe), pictures, seconds_of(making, pictures))


def seconds_of(making: Making, pictures: int) -> float | None:
    """What so many pictures took lately; a set that has to be drawn is drawn once."""
    if not isinstance(making, Scenes):
        each = median_seconds(recipe=making.recipe)
        return None if each is None else each * pictures
    placed = ~Q(facts__scene__plate_source="drawn")
    each = median_seconds(recipe=SCENE, having=placed)
    drawn = median_seconds(recipe=SCENE, having=~placed) if making.is_drawn else 0.0
    return None if each is None or drawn is None else each * pictures + drawn
