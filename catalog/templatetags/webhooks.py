"""What templates ask about webhooks and usage."""

import json

from django import template

from catalog.models import WebhookDelivery
from catalog.selectors.import_makings import recipe_name
from catalog.selectors.webhooks import problem_words
from imaging.reader import language

register = template.Library()
HOUR_S = 3_600


@register.filter
def indented(body: str) -> str:
    """JSON as people read it."""
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)


@register.filter
def why_unanswered(delivery: WebhookDelivery) -> str:
    """Why the last try had no answer."""
    return problem_words(delivery.problem, language())


@register.filter
def recipe(key: str) -> str:
    """A recipe's name."""
    return recipe_name(key)


@register.filter
def hours(seconds: float) -> str:
    """Processor time as 0:42:07."""
    whole = round(seconds)
    return f"{whole // HOUR_S}:{whole % HOUR_S // 60:02}:{whole % 60:02}"


@register.filter
def gigabytes(count: int) -> str:
    """A quota as it was typed."""
    return f"{count / 1e9:g} GB"
