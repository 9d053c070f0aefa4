"""What templates ask about imports."""

from django import template

from catalog.models import Import
from catalog.selectors.rendition_facts import channel_name

register = template.Library()

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "gb18030": "GBK / GB 18030",
}


@register.filter
def encoding_name(encoding: str) -> str:
    """An encoding as spreadsheets call it."""
    return ENCODINGS[encoding]


@register.filter
def channel_names(source: Import) -> list[str]:
    """The channels it makes pictures for."""
    return [channel_name(key, source.recipe) for key in source.presets]
