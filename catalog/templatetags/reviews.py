"""What templates ask about reviews."""

from django import template
from django.db.models import QuerySet

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
