"""Asking for pictures and deciding about them; one transaction writes a job and its rendition."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Choice, Photo, Product, Rendition, User
from catalog.services.choices import choice_note
from catalog.services.quotas import pictures_check, stored_check
from imaging import codec
from imaging.models import Job
from imaging.recipe import Recipe
from imaging.recipes import RECIPES, build
from imaging.services import job_cancel, job_create, job_retry

UNTOUCHED = 0  # grey of strokes where the brush was not; 128 erases, 255 keeps (as brush.js paints)
ASPECT_TOLERANCE = 0.02  # the brush works on a reduced photo: rounding moves the ratio a little

Inputs = Mapping[str, Mapping[str, str]]


def rendition_request(
    *,
    photo: Photo,
    recipe: str,
    preset: str | None,
    by: User,
    priority: int = Job.Priority.PERSON,
) -> Rendition:
    """Queue one picture of `photo`, for the channel `preset` where the recipe needs one.

    Raises CatalogError when the photo was deleted, EngineError for what imaging refuses
    (unknown_recipe, unknown_preset, preset_missing, too_many_jobs).
    """
    draft = rendition_draft(photo, recipe, by, preset=channel_of(recipe, preset))
    return rendition_queue(draft, inputs_of(photo), priority=priority)


@transaction.atomic
def renditions_request(
    *,
    photos: Iterable[Photo],
    recipe: str,
    presets: Iterable[str],
    by: User,
    priority: int = Job.Priority.PERSON,
) -> list[Rendition]:
    """Queue a picture of every photo for every channel: all of them or none.

    Raises CatalogError when there is no photo or no channel, for an advert, which needs words, and
    what `rendition_request` raises.
    """
    if recipe == "advert":
        raise CatalogError(_("An advert needs words: at least a headline or a price."))
    photos = list(photos)
    channels = _channels(recipe, presets)
    if not photos:
        raise CatalogError(_("Choose at least one photo."))
    return [
        rendition_request(photo=photo, recipe=recipe, preset=preset, by=by, priority=priority)
        for photo in photos
        for preset in channels
    ]


def rendition_remake(*, rendition: Rendition, preset: str | None, by: User) -> Rendition:
    """Make the same picture again with today's rules, for `preset`; the cut-out stays as brushed.

    Raises CatalogError when the photo was deleted, and what imaging refuses.
    """
    same = not preset or _is_for_channels(rendition.recipe)
    recipe = rendition.recipe if same else "main-image"
    photo = photo_of_rendition(rendition)
    draft = rendition_draft(photo, recipe, by, preset=preset or rendition.preset)
    if same:
        _ask_the_same(draft, rendition)
    return rendition_queue(draft, rendition.job.inputs, parents=[rendition])


def rendition_retouch(*, rendition: Rendition, strokes: bytes, by: User) -> Rendition:
    """Make the picture again with the seller's brush over the mask that `rendition` used.

    `strokes` is a grey, opaque picture of the photo's shape: 255 keep, 128 erase, 0 untouched.
    Raises CatalogError for strokes that are none, EngineError of the codec for unreadable ones.
    """
    photo = photo_of_rendition(rendition)
    if not is_retouchable(rendition):
        raise CatalogError(_("The cut-out of this picture cannot be corrected any more."))
    strokes_check(strokes, photo)
    draft = rendition_draft(photo, rendition.recipe, by, preset=rendition.preset)
    _ask_the_same(draft, rendition)
    mask = rendition.job.outputs["mask"]
    brushed = {"mask": {"file": mask["file"], "sha256": mask["sha256"]}}
    with strokes_kept(strokes, tenant=rendition.shop.tenant) as kept:
        # A background or a logo that it was made with stays.
        inputs = {**rendition.job.inputs, **inputs_of(photo), **brushed, "strokes": kept}
        return rendition_queue(draft, inputs, parents=[rendition])


@transaction.atomic
def rendition_choose(*, rendition: Rendition, by: User) -> Rendition:
    """Pick this one of its kind; the one picked before steps back.

    Raises CatalogError when it is not ready or was deleted.
    """
    # The product's row is the lock under which one is chosen, whichever they are.
    Product.objects.select_for_update().get(pk=rendition.product_id)
    rendition = Rendition.objects.select_for_update().select_related("job").get(pk=rendition.pk)
    if rendition.deleted_at or rendition.job.status != Job.Status.DONE:
        raise CatalogError(_("Only a finished picture can be chosen."))
    Rendition.objects.filter(rendition.kind, is_chosen=True).update(is_chosen=False)
    rendition.is_chosen = True
    rendition.save(update_fields=["is_chosen"])
    choice_note(rendition=rendition, verb=Choice.Verb.KEPT, by=by)
    return rendition


@transaction.atomic
def rendition_delete(*, rendition: Rendition) -> None:
    """Hide a rendition until the clean-up removes its files; stops its job if it still runs."""
    Rendition.objects.filter(pk=rendition.pk, deleted_at=None).update(
        deleted_at=timezone.now(), is_chosen=False
    )
    job_cancel(job=rendition.job)
    if rendition.better_job:
        job_cancel(job=rendition.better_job)


def rendition_restore(*, rendition: Rendition) -> None:
    """Undo a deletion. It is not chosen again: another one may be by now."""
    Rendition.objects.filter(pk=rendition.pk).update(deleted_at=None)


def rendition_cancel(*, rendition: Rendition) -> None:
    """Stop making it. Raises CatalogError when it had ended."""
    if not job_cancel(job=rendition.job):
        raise CatalogError(_("It had already ended; there was nothing to cancel."))


def rendition_retry(*, rendition: Rendition) -> None:
    """Try again after a failure or a cancel. Raises CatalogError when there is nothing to retry."""
    if not job_retry(job=rendition.job):
        raise CatalogError(_("Only a picture that failed or was cancelled can be tried again."))


def is_retouchable(rendition: Rendition) -> bool:
    """Whether the cut-out can still be corrected: it is finished and its photo is here."""
    photo = rendition.photo
    has_photo = photo is not None and photo.deleted_at is None
    return has_photo and rendition.job.status == Job.Status.DONE and "mask" in rendition.job.outputs


def channel_of(recipe: str, preset: str | None) -> str:
    """The channel that a rendition of `recipe` is for: none where the recipe takes none."""
    spec = RECIPES.get(recipe)
    return preset or "" if spec is None or spec.is_for_channels else ""


def inputs_of(photo: Photo) -> dict[str, Mapping[str, str]]:
    """The job inputs that `photo` gives. Raises CatalogError when it was deleted."""
    if photo.deleted_at:
        raise CatalogError(_("This photo was deleted. Restore it first."))
    return {"photo": {"file": photo.file, "sha256": photo.sha256}}


def rendition_draft(photo: Photo, recipe: str, by: User, **said: Any) -> Rendition:
    """A picture of `photo` that `rendition_queue` can save; `said` are its other fields."""
    return Rendition(
        shop=photo.shop,
        product=photo.product,
        photo=photo,
        recipe=recipe,
        requested_by=by,
        **said,
    )


def _ask_the_same(draft: Rendition, rendition: Rendition) -> None:
    """What `rendition` was asked with: it is the same picture, made once more."""
    draft.options, draft.brief = rendition.options, rendition.brief


def _is_for_channels(recipe: str) -> bool:
    return recipe in RECIPES and RECIPES[recipe].is_for_channels


@transaction.atomic
def rendition_queue(
    draft: Rendition,
    inputs: Inputs,
    *,
    priority: int = Job.Priority.PERSON,
    parents: Iterable[Rendition] = (),
) -> Rendition:
    """Save `draft` with a new job that makes it from its recipe, preset and options.

    Raises EngineError for what imaging refuses, QuotaReached when the shop has had its pictures.
    """
    recipe = recipe_of(draft, inputs)
    pictures_check(shop=draft.shop)
    stored_check(shop=draft.shop)
    draft.size = "" if draft.preset else recipe.size
    draft.job = job_create(
        tenant=draft.shop.tenant,
        recipe=recipe,
        inputs=inputs,
        requested_by=f"user-{draft.requested_by_id}",
        priority=priority,
    )
    draft.save()
    draft.parents.set(parents)
    return draft


def recipe_of(rendition: Rendition, inputs: Inputs, **options: object) -> Recipe:
    """The recipe that makes `rendition`, `options` set differently. Raises EngineError."""
    return build(
        rendition.recipe,
        preset_key=rendition.preset or None,
        retouched="strokes" in inputs,
        options={**rendition.options, **options},
    )


def _channels(recipe: str, presets: Iterable[str]) -> list[str]:
    spec = RECIPES.get(recipe)
    if spec is not None and not spec.is_for_channels:
        return [""]
    channels = list(dict.fromkeys(presets))
    if not channels and (spec is None or spec.needs_preset):
        raise CatalogError(_("Choose at least one channel."))
    return channels or [""]


def photo_of_rendition(rendition: Rendition) -> Photo:
    """The photo it was made from. Raises CatalogError when that was deleted."""
    photo = rendition.photo
    if photo is None or photo.deleted_at:
        raise CatalogError(_("The photo of this picture was deleted. Restore it first."))
    return photo


def strokes_check(strokes: bytes, photo: Photo) -> None:
    """Raises CatalogError for strokes that are none or of another photo's shape."""
    painted = codec.decode(strokes)
    if painted.alpha is not None:
        raise CatalogError(_("The brush strokes must be an opaque grey picture."))
    height, width = painted.image.shape[:2]
    ratio = (width / height) / (photo.width / photo.height)
    if abs(ratio - 1) > ASPECT_TOLERANCE:
        raise CatalogError(_("The brush strokes do not have the shape of the photo."))
    if painted.image.max() <= UNTOUCHED:
        raise CatalogError(_("Nothing was painted. Mark what to keep or to erase first."))


@contextmanager
def strokes_kept(strokes: bytes, *, tenant: str) -> Iterator[dict[str, str]]:
    """What was painted, a PNG, as a job's input; taken away again where that is not queued."""
    name = default_storage.save(f"retouch/{tenant}/{uuid.uuid4().hex}.png", ContentFile(strokes))
    try:
        yield {"file": name, "sha256": hashlib.sha256(strokes).hexdigest()}
    except BaseException:
        default_storage.delete(name)
        raise
