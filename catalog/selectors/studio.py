"""What the studio page shows first, and what it offers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Brief, Photo, Rendition, Shop
from catalog.selectors.rendition_facts import words
from catalog.selectors.taste import themes_in_taste_order
from imaging.models import Job
from imaging.themes import GROUPS

MOST_LISTED = 60  # briefs in the history
MOST_SUGGESTED = 8  # themes above the others, to the shop's taste


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


def themes_by_group(shop: Shop) -> list[dict[str, Any]]:
    """The themes as they are offered to a shop: groups with their names, each with its themes.

    Where the shop's taste has something to say, the first group holds the themes most to it, with
    the reason; they are not shown again below.
    """
    offered = themes_in_taste_order(shop)
    best = offered[:MOST_SUGGESTED] if offered[0].because else []
    groups = [{"name": _("For you"), "themes": best, "because": best[0].because}] if best else []
    for key, label in GROUPS.items():
        rest = [one for one in offered[len(best) :] if one.theme.group == key]
        groups += [{"name": words(label), "themes": rest}] if rest else []
    return groups
