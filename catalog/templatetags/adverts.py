"""What templates ask about adverts."""

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from catalog.forms.adverts import SIZE_NAMES
from catalog.models import Rendition
from catalog.selectors.adverts import ADVERT, size_of
from catalog.selectors.brand import brand_colours

register = template.Library()


@register.filter
def advert_size(advert: Rendition) -> str:
    """The name of the size it was made in, with its ratio."""
    key = size_of(advert)
    return f"{SIZE_NAMES[key]} {key}" if key else "–"


@register.simple_tag(takes_context=True)
def brand_choices(context: Context, chosen: str = "") -> list[tuple[str, str]]:
    """The shop's own colours beside the studio's, with words, but for the one `chosen` already."""
    found = brand_colours(context["shop"]) if context.get("shop") else []
    return [(one, f"{_('Your brand:')} {one}") for one in found if one != chosen]


@register.filter
def is_advert(rendition: Rendition) -> bool:
    """Whether it is an advert, whose words can be changed."""
    return rendition.recipe == ADVERT
