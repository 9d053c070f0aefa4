"""What a seller does with one picture of a brief."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Brief, Choice, Rendition, User
from catalog.services.briefs import VARIANTS, variant_queue, variants_queue
from catalog.services.choices import choice_note
from catalog.services.renditions import (
    photo_of_rendition,
    rendition_delete,
    rendition_draft,
    rendition_queue,
    rendition_restore,
)

OF_ITS_OWN = ("aspect", "long_side")  # options of a variant that a channel decides


@transaction.atomic
def variants_more(*, rendition: Rendition, by: User) -> list[Rendition]:
    """Queue more of the same look: other seeds, the product standing as it does here.

    Raises CatalogError for a plain backdrop, which no seed changes.
    """
    brief = brief_of(rendition)
    if brief.backdrop:
        raise CatalogError(_("A plain backdrop looks the same every time. Choose another one."))
    choice_note(rendition=rendition, verb=Choice.Verb.MORE_LIKE_THIS, by=by)
    last = max(one.seed for one in brief.renditions.all())
    return variants_queue(brief, range(last + 1, last + 1 + VARIANTS), by=by, like=rendition)


@transaction.atomic
def variant_move(*, rendition: Rendition, spot: dict[str, float], by: User) -> Rendition:
    """Queue the same picture with the product moved: `spot` as the scene recipe takes it."""
    options: dict[str, Any] = {**rendition.options, "spot": spot}
    choice_note(rendition=rendition, verb=Choice.Verb.EDITED, by=by)
    return variant_queue(brief_of(rendition), options, by=by, like=rendition)


@transaction.atomic
def variant_relight(*, rendition: Rendition, by: User) -> Rendition:
    """Queue the same picture with the product's colours under the set's light.

    Its pixels are then not the photo's: it says so, and a moderator gets to see it.
    """
    options: dict[str, Any] = {**rendition.options, "match_light": True}
    choice_note(rendition=rendition, verb=Choice.Verb.EDITED, by=by)
    return variant_queue(brief_of(rendition), options, by=by, like=rendition)


@transaction.atomic
def variant_favourite(*, rendition: Rendition, is_favourite: bool, by: User) -> Rendition:
    """Mark it as a favourite, or take that back; asking twice changes nothing."""
    changed = Rendition.objects.filter(pk=rendition.pk, is_favourite=not is_favourite)
    if changed.update(is_favourite=is_favourite):
        verb = Choice.Verb.FAVOURITED if is_favourite else Choice.Verb.UNFAVOURITED
        choice_note(rendition=rendition, verb=verb, by=by)
    rendition.is_favourite = is_favourite
    return rendition


@transaction.atomic
def variant_reject(*, rendition: Rendition, by: User) -> None:
    """Away with it, and remember that it was not liked."""
    rendition_delete(rendition=rendition)
    choice_note(rendition=rendition, verb=Choice.Verb.REJECTED, by=by)


@transaction.atomic
def variant_restore(*, rendition: Rendition, by: User) -> None:
    """Undo `variant_reject`."""
    rendition_restore(rendition=rendition)
    choice_note(rendition=rendition, verb=Choice.Verb.RESTORED, by=by)


@transaction.atomic
def variant_sizes(*, rendition: Rendition, presets: Iterable[str], by: User) -> list[Rendition]:
    """Queue the same look in the size of every channel in `presets`: all of them or none.

    Raises CatalogError when there is no channel or no photo, EngineError("unknown_preset").
    """
    channels = list(dict.fromkeys(presets))
    if not channels:
        raise CatalogError(_("Choose at least one channel."))
    choice_note(rendition=rendition, verb=Choice.Verb.KEPT, by=by)
    return [size_queue(rendition, preset, by=by) for preset in channels]


def size_queue(rendition: Rendition, preset: str, *, by: User) -> Rendition:
    options = {key: value for key, value in rendition.options.items() if key not in OF_ITS_OWN}
    draft = rendition_draft(
        photo_of_rendition(rendition),
        rendition.recipe,
        by,
        preset=preset,
        options=options,
        brief=rendition.brief,
    )
    return rendition_queue(draft, rendition.job.inputs, parents=[rendition])


def brief_of(rendition: Rendition) -> Brief:
    """The brief that asked for it. Raises CatalogError for a picture that none did."""
    if rendition.brief is None:
        raise CatalogError(_("This picture was not made from a brief."))
    return rendition.brief
