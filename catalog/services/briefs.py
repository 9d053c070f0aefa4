"""What a seller asks for in words: read, written down, and given to the queue as variants."""

from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Brief, Choice, Photo, Rendition, User
from catalog.models.brief import MAX_TEXT
from catalog.selectors.briefs import base_of, scene_of
from catalog.selectors.rendition_facts import words
from catalog.selectors.taste import looks_asked
from catalog.services.choices import choice_note
from catalog.services.renditions import inputs_of, rendition_draft, rendition_queue
from imaging.brief import SceneBrief, parse
from imaging.models import Job
from imaging.themes import load_themes

VARIANTS = 4
LONG_SIDE = 1024  # px of a variant; a channel's picture has the channel's size
ASPECT = "1:1"


@dataclass(frozen=True)
class Reading:
    """What came of a seller's words, and of the chips they changed by hand."""

    scene: SceneBrief
    unknown: tuple[str, ...] = ()
    reader: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Asked:
    """What stands in the studio's form.

    chips: the scene as the chips show it, None before there are any. read: the words that the
    chips came from. parent: the brief that is changed. refined: the picture that the seller
    looked at while changing it.
    """

    text: str = ""
    theme: str = ""
    chips: SceneBrief | None = None
    read: str = ""
    parent: Brief | None = None
    refined: Rendition | None = None


def brief_read(asked: Asked) -> Reading:
    """The form's words as a scene, over what they change; chips set by hand stay as set.

    Raises CatalogError for a text that is too long.
    """
    base = base_of(asked.parent, asked.theme)
    reading = words_read(asked.text, base)
    if asked.chips is None:
        return reading
    by_hand = differences(asked.chips, words_read(asked.read, base).scene)
    return replace(reading, scene=reading.scene.model_copy(update=by_hand))


def words_read(text: str, base: SceneBrief) -> Reading:
    """`text` alone, changing `base`."""
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise CatalogError(
            _("Your text has %(n)d characters; at most %(most)d can be read. Shorten it a little.")
            % {"n": len(text), "most": MAX_TEXT}
        )
    if not text:
        return Reading(base)
    parsed = parse(text, previous=base)
    return Reading(parsed.brief, parsed.unknown, parsed.reader, words(parsed.remark))


def differences(now: SceneBrief, before: SceneBrief) -> dict[str, Any]:
    """The fields of `now` that are not as they were."""
    was = dict(before)
    return {name: value for name, value in dict(now).items() if value != was[name]}


def brief_ask(*, photo: Photo, asked: Asked, by: User) -> Brief:
    """Write down what was asked and queue its variants: all of it or nothing.

    Raises CatalogError for too long a text, for nothing asked, and for a deleted photo;
    EngineError for what imaging refuses.
    """
    return brief_write(photo, asked, something_asked(asked, brief_read(asked)), by)


def something_asked(asked: Asked, reading: Reading) -> Reading:
    """`reading`, where there was anything to read. Raises CatalogError."""
    if not asked.text.strip() and reading.scene == SceneBrief():
        raise CatalogError(_("Pick a theme, or say in words what you would like to see."))
    return reading


# Apart from the reading, which may wait for a language model.
@transaction.atomic
def brief_write(photo: Photo, asked: Asked, reading: Reading, by: User) -> Brief:
    brief = brief_keep(photo, asked, reading, by)
    if asked.refined:
        choice_note(rendition=asked.refined, verb=Choice.Verb.EDITED, by=by)
    variants_queue(brief, first_seeds(brief), by=by, like=asked.refined)
    return brief


def brief_keep(photo: Photo, asked: Asked, reading: Reading, by: User) -> Brief:
    """Write down what was asked for `photo` and how it was read; no picture is queued."""
    return Brief.objects.create(
        shop=photo.shop,
        product=photo.product,
        photo=photo,
        parent=asked.parent,
        text=asked.text.strip(),
        theme=asked.theme or (asked.parent.theme if asked.parent else ""),
        scene=reading.scene.model_dump(mode="json", exclude_defaults=True),
        unknown=list(reading.unknown),
        reader=reading.reader,
        remark=reading.remark,
        requested_by=by,
    )


def first_seeds(brief: Brief) -> range:
    """Seeds of a brief's first variants: a theme's own plates were drawn with its own seed."""
    known = load_themes().get(brief.theme)
    first = known.seed if known else 1
    return range(first, first + (scene_of(brief).variants or VARIANTS))


def variants_queue(
    brief: Brief, seeds: range, *, by: User, like: Rendition | None = None
) -> list[Rendition]:
    """Queue one picture of `brief` for each seed; the product stands as in `like`.

    The first one overtakes what is still to come of an earlier brief.
    """
    kept = {"spot": like.options["spot"]} if like and "spot" in like.options else {}
    looks = zip(seeds, looks_asked(brief, seeds, like=like), strict=True)
    asked = [{**options_of(brief, seed, look), **kept} for seed, look in looks]
    priorities = [Job.Priority.PERSON, *repeat(Job.Priority.MORE, len(asked) - 1)]
    return [
        variant_queue(brief, options, by=by, like=like, priority=priority)
        for options, priority in zip(asked, priorities, strict=True)
    ]


def variant_queue(
    brief: Brief,
    options: dict[str, Any],
    *,
    by: User,
    like: Rendition | None = None,
    priority: int = Job.Priority.PERSON,
) -> Rendition:
    """Queue one picture of `brief`, with the inputs of `like` and as its child.

    Raises CatalogError when the photo is gone.
    """
    photo = photo_of_brief(brief)
    draft = variant_draft(brief, options, by)
    if like is None:
        return rendition_queue(draft, inputs_of(photo), priority=priority)
    return rendition_queue(draft, like.job.inputs, priority=priority, parents=[like])


def variant_draft(brief: Brief, options: dict[str, Any], by: User) -> Rendition:
    """A picture of `brief` that `rendition_queue` can save. Raises CatalogError without a photo."""
    recipe = "backdrop" if brief.backdrop else "scene"
    return rendition_draft(photo_of_brief(brief), recipe, by, options=options, brief=brief)


def photo_of_brief(brief: Brief) -> Photo:
    """What `brief` is about. Raises CatalogError when it is gone."""
    if brief.photo is None:
        raise CatalogError(_("The photo of this picture was deleted. Restore it first."))
    return brief.photo


def options_of(brief: Brief, seed: int, look: SceneBrief) -> dict[str, Any]:
    """What the scene recipe is built with for one variant of `brief`, drawn from `look`."""
    theme = load_themes().get(brief.theme)
    return {
        "theme": brief.theme if theme and theme.brief == look else None,
        "brief": look.model_dump(mode="json", exclude_defaults=True),
        "seed": seed,
        "aspect": look.aspect or ASPECT,
        "long_side": LONG_SIDE,
        "quality": "best",
    }


def brief_delete(*, brief: Brief) -> None:
    """Hide a brief from the history; its pictures stay among the product's pictures."""
    Brief.objects.filter(pk=brief.pk, deleted_at=None).update(deleted_at=timezone.now())


def brief_restore(*, brief: Brief) -> None:
    """Undo `brief_delete`."""
    Brief.objects.filter(pk=brief.pk).update(deleted_at=None)
