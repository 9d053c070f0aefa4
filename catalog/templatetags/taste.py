"""What templates ask about a shop's taste."""

from collections.abc import Iterable
from typing import Any

from django import template

from catalog.models import Brief, Rendition, Shop
from catalog.selectors.briefs import scene_of
from catalog.selectors.rendition_facts import words
from catalog.selectors.taste import likings_of, reason_for

register = template.Library()


@register.simple_tag
def because_of(brief: Brief, variants: Iterable[Rendition]) -> str:
    """Why pictures of `brief` show what it does not say; "" where the taste had no hand in them."""
    return reason_for(brief.shop, scene_of(brief), variants)


@register.simple_tag
def taste_in_words(shop: Shop) -> dict[str, Any]:
    """What was learned of a shop, as lists of looks with their counts."""
    liked, disliked = (
        [
            {"looks": words(one.looks), "chosen": one.chosen, "rejected": one.rejected}
            for one in likings
        ]
        for likings in likings_of(shop)
    )
    return {"liked": liked, "disliked": disliked, "is_anything": shop.choices.exists()}
