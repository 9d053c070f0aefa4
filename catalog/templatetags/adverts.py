"""What templates ask about adverts."""

from django import template

from catalog.forms.adverts import SIZE_NAMES
from catalog.models import Rendition
from catalog.selectors.adverts import ADVERT, size_of

register = template.Library()


@register.filter
def advert_size(advert: Rendition) -> str:
    """The name of the size it was made in, with its ratio."""
    key = size_of(advert)
    return f"{SIZE_NAMES[key]} {key}" if key else "–"


@register.filter
def is_advert(rendition: Rendition) -> bool:
    """Whether it is an advert, whose words can be changed."""
    return rendition.recipe == ADVERT
