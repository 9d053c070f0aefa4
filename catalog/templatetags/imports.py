"""What templates ask about imports."""

from django import template

from catalog.forms.imports import COLUMN_CHOICES
from catalog.importing.reading import ENCODINGS
from catalog.models import Import
from catalog.selectors.import_makings import Said, makings_said

register = template.Library()

# Columns of some formats only, and what they say something of.
PART_OF = {
    "ai_title": "title",
    "ai_description": "description",
    "photo_position": "photos",
    "variant_photo": "photos",
    "parent": "group",
    "variants": "option",
    "aliases": "option",
    "custom": "option",
}


@register.filter
def encoding_name(encoding: str) -> str:
    """An encoding as spreadsheets call it; workbooks and XML have none to be told."""
    return ENCODINGS["utf-8-sig"] if encoding == "utf-8" else ENCODINGS.get(encoding, "")


@register.filter
def column_name(column: str) -> str:
    """What a column means, as the form that asks for it says; an option by its own name."""
    if column.startswith("option:"):
        return column.removeprefix("option:")
    meant = "option" if column.startswith("option") else PART_OF.get(column, column)
    return str(dict(COLUMN_CHOICES).get(meant, column))


@register.filter
def makes(source: Import) -> list[Said]:
    """What it makes of every row, in words."""
    return makings_said(source)
