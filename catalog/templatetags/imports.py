"""What templates ask about imports."""

from django import template

from catalog.importing.reading import ENCODINGS
from catalog.models import Import
from catalog.selectors.import_makings import Said, makings_said

register = template.Library()


@register.filter
def encoding_name(encoding: str) -> str:
    """An encoding as spreadsheets call it; workbooks and XML have none to be told."""
    return ENCODINGS["utf-8-sig"] if encoding == "utf-8" else ENCODINGS.get(encoding, "")


@register.filter
def makes(source: Import) -> list[Said]:
    """What it makes of every row, in words."""
    return makings_said(source)
