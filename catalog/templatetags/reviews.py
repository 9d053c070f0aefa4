"""What templates ask about reviews."""

from collections.abc import Mapping

from django import template
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.models import Rendition, Review
from catalog.reasons import reasons_of
from catalog.selectors import reviews as selectors
from catalog.selectors.rendition_facts import warnings_of

register = template.Library()

register.filter("reasons_of", reasons_of)
register.filter("warnings_of", warnings_of)


@register.filter
def events_of(rendition: Rendition) -> QuerySet[Review]:
    """Everything that happened in a rendition's review, newest first."""
    return selectors.reviews_of(rendition)


@register.filter
def is_decision(review: Review) -> bool:
    """Whether a moderator made it, rather than the shop."""
    return review.verb in Review.DECISIONS


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
}
# Names of Evidence.values that mean something to a person.
QUANTITIES = {
    "delta_e": _("colour difference ΔE %(n)s"),
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
def quantities(values: Mapping[str, float | int | str | bool] | None) -> list[str]:
    """What was measured for a finding, in the reader's words; what has no words is left out."""
    known = (values or {}).items()
    return [QUANTITIES[name] % {"n": _number(value)} for name, value in known if name in QUANTITIES]


def _number(value: float | int | str | bool) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
