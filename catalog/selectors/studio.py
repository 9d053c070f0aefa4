"""What the studio page shows first, and what it offers."""

from collections.abc import Sequence
from typing import Any

from catalog.models import Brief, Photo, Rendition
from catalog.selectors.rendition_facts import words
from imaging.models import Job
from imaging.themes import GROUPS, load_themes

MOST_LISTED = 60  # briefs in the history


def photo_at_hand(photos: Sequence[Photo], asked: str, brief: Brief | None) -> Photo | None:
    """The photo asked for by id, else the brief's, else the product's cover; None without any."""
    wanted = asked or str(brief.photo_id if brief else "")
    cover = photos[0] if photos else None
    return next((photo for photo in photos if str(photo.pk) == wanted), cover)


def variant_shown(brief: Brief | None) -> Rendition | None:
    """The brief's picture that is shown first: a favourite, else the first that is finished."""
    finished = [one for one in variants_of(brief) if one.job.status == Job.Status.DONE]
    return min(finished, key=lambda one: not one.is_favourite, default=None)


def variants_of(brief: Brief | None) -> list[Rendition]:
    """The pictures that `brief`, as these selectors found it, made for no channel."""
    return list(vars(brief)["variants"]) if brief else []


def themes_by_group() -> list[dict[str, Any]]:
    """The themes as they are offered: groups with their names, each with its themes."""
    groups = [
        {
            "name": words(label),
            "themes": [one for one in load_themes().values() if one.group == key],
        }
        for key, label in GROUPS.items()
    ]
    return [group for group in groups if group["themes"]]
