"""What templates ask about renditions."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from catalog.models import Rendition, Shop
from catalog.selectors import improved, rendition_facts
from catalog.selectors import renditions as selectors
from catalog.selectors.renditions import MOST_WATCHED
from imaging.models import Job
from imaging.presets import load_presets
from imaging.selectors import job_error, job_step_label

register = template.Library()

register.filter("improved", improved.improved)
register.filter("words", rendition_facts.words)
register.filter("error_of", job_error)
register.filter("step_now", job_step_label)
register.filter("is_label_due", rendition_facts.is_label_due)
register.filter("is_brushed", rendition_facts.is_brushed)
register.filter("confidence_of", rendition_facts.confidence_of)
register.filter("review_shown", selectors.review_shown)
register.filter("preflight_counts", rendition_facts.preflight_counts)


@register.filter
def channel(rendition: Rendition) -> str:
    """For which channel it is, or what it is when it is for none."""
    return rendition_facts.channel_name(rendition.preset, rendition.recipe)


@register.filter
def sureness(sure: str) -> str:
    """How a channel's rule was learned."""
    return {
        "read": _("read at the channel"),
        "second-hand": _("second-hand"),
        "tried": _("tried out"),
        "memory": _("from memory, unconfirmed"),
    }[sure]


@register.filter
def grouped(number: int) -> str:
    """A large number that can be read: 1,643,387."""
    return f"{number:,}"


@register.filter
def is_address(source: str) -> bool:
    """Whether a rule's source can be opened."""
    return source.startswith("https://")


@register.simple_tag
def channels_of(shop: Shop) -> list[dict[str, Any]]:
    """The shop's channels with names and sizes, its default first."""
    return channels_shown(shop.presets)


def channels_shown(keys: Iterable[str]) -> list[dict[str, Any]]:
    """The channels of `keys` that there are, each once, as templates list them."""
    known = load_presets()
    return [
        {"key": key, "name": rendition_facts.words(known[key].label), "make": known[key].make}
        for key in dict.fromkeys(keys)
        if key in known
    ]


@register.simple_tag
def exports_of(renditions: Iterable[Rendition]) -> list[dict[str, str]]:
    """The channels that finished pictures among `renditions` are for, cut-outs as one more."""
    done = [one for one in renditions if one.job.status == Job.Status.DONE]
    names = {one.preset: channel(one) for one in done if one.preset or one.recipe == "cutout"}
    return [{"preset": preset, "name": name} for preset, name in names.items()]


@register.simple_tag
def ids_to_watch(renditions: Iterable[Rendition]) -> str:
    """The unfinished jobs among `renditions`, as job_events takes them; the first in the queue."""
    ids = [str(one.job_id) for one in renditions if not one.job.is_ended]
    return ",".join(ids[-MOST_WATCHED:])
