"""What templates ask about reviews."""

from collections.abc import Mapping

from django import template
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.models import DeskQueue, Rendition, Review
from catalog.reasons import reasons_of
from catalog.risk.rules import rules_in_force
from catalog.selectors import reviews as selectors
from catalog.selectors.rendition_facts import source_type, steps_done, warnings_of, words
from imaging.reader import language

register = template.Library()

register.filter("reasons_of", reasons_of)
register.filter("warnings_of", warnings_of)
register.filter("steps_done", steps_done)
register.filter("source_type", source_type)


@register.simple_tag
def events_of(rendition: Rendition) -> QuerySet[Review]:
    """Everything that happened in a rendition's review, newest first."""
    return selectors.reviews_of(rendition)


@register.simple_tag
def events_told_of(rendition: Rendition) -> QuerySet[Review]:
    """What of it the shop is told."""
    return selectors.reviews_told(rendition)


@register.filter
def is_decision(review: Review) -> bool:
    """Whether a moderator made it, rather than the shop."""
    return review.verb in (*Review.DECISIONS, *Review.APPEAL_ANSWERS)


@register.filter
def may_be_appealed(review: Review) -> bool:
    """Whether it is a decision that a seller may appeal against."""
    return review.verb in Review.REFUSALS


@register.simple_tag
def appeal_about(review: Review) -> Review | None:
    """The appeal against a decision, with its `answer` where there is one; from `answers`."""
    told = {answer.verb: answer for answer in review.answers.all()}
    appeal = told.get(Review.Verb.APPEALED)
    if appeal is not None:
        answers = (told.get(verb) for verb in Review.APPEAL_ANSWERS)
        appeal.answer = next(filter(None, answers), None)  # type: ignore[attr-defined]  # for the page
    return appeal


HIGH, MEDIUM = 60, 30  # of 100
CHECK_ICONS = {
    "product": "package",
    "colour": "palette",
    "silhouette": "crop",
    "lettering": "case-sensitive",
    "text": "case-sensitive",
    "price": "tag",
    "watermark": "image",
    "code": "layout-grid",
    "border": "maximize",
    "person": "user",
    "face": "user",
    "brand": "badge-check",
    "channel": "list-checks",
    "unsafe": "triangle-alert",
    "banned": "ban",
    "rejected_before": "history",
    "duplicate": "copy",
    "photo_elsewhere": "store",
}
# Names of Evidence.values that mean something to a person: words, and what makes it a percentage.
QUANTITIES = {
    "delta_e00": (_("colour difference ΔE %(n)s"), 1),
    "peak": (_("up to ΔE %(n)s"), 1),
    "share": (_("%(n)s %% of the product"), 100),
    "width_share": (_("%(n)s %% of the width"), 100),
    "times": (_("%(n)s times"), 1),
    "shop": (_("in the shop %(n)s"), 1),
}


@register.filter
def risk_tone(risk: int) -> str:
    """The tone of a badge for a risk of 0 to 100."""
    if risk >= HIGH:
        return "danger"
    return "warning" if risk >= MEDIUM else "success"


@register.filter
def check_icon(check: str) -> str:
    """The icon of what a finding is about."""
    return CHECK_ICONS.get(check, "flag")


@register.filter
def queue_title(queue: DeskQueue) -> str:
    """A queue's name in the reader's language."""
    return queue.name_in(language())


@register.filter
def rule_label(code: str) -> str:
    """What a rule of risk says, in the reader's words; its code where there is no such rule now."""
    known = {rule.code: rule.label for rule in rules_in_force().rule}
    return words(known[code]) if code in known else code


@register.filter
def quantities(values: Mapping[str, float | int | str | bool] | None) -> list[str]:
    """What was measured for a finding, in the reader's words; what has no words is left out."""
    told = []
    for name, (text, times) in QUANTITIES.items():
        if values and name in values:
            told.append(text % {"n": _number(values[name], times)})
    return told


def _number(value: float | int | str | bool, times: int) -> str:
    return f"{value * times:.3g}" if isinstance(value, float) else str(value)
