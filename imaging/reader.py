"""Who reads what is said: a person of a request, of a mail, or at a terminal."""

from django.utils.translation import get_language


def language() -> str:
    """The reader's language code; English where translation is off."""
    return get_language() or "en"
