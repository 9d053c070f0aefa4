"""Texts as formats want them."""

import html

from catalog.importing.plain_text import MARKUP


def as_html(text: str) -> str:
    """A description for a system that keeps HTML: lines stay lines, nothing becomes a tag."""
    if "\n" not in text and not MARKUP.search(text):
        return text
    return html.escape(text, quote=False).replace("\n", "<br>")


def harmless(text: str) -> str:
    """A text for a field that may be read as HTML, unchanged where nothing in it looks like it."""
    return html.escape(text, quote=False) if MARKUP.search(text) else text
