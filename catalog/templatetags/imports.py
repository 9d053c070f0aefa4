"""What templates ask about imports."""

from django import template

from catalog.importing.reading import ENCODINGS
from catalog.models import Import
from catalog.selectors.rendition_facts import channel_name

register = template.Library()


@register.filter
def encoding_name(encoding: str) -> str:
    """An encoding as spreadsheets call it; workbooks and XML have none to be told."""
    return ENCODINGS["utf-8-sig"] if encoding == "utf-8" else ENCODINGS.get(encoding, "")


@register.filter
def channel_names(source: Import) -> list[str]:
    """The channels it makes pictures for."""
    return [channel_name(key, source.recipe) for key in source.presets]
