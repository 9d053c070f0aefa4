"""The interface's own Chinese: tests name buttons as their readers do."""

from django.utils import translation
from django.utils.translation import gettext


def zh(text: str) -> str:
    """`text` as a page in Chinese shows it."""
    with translation.override("zh-hans"):
        return gettext(text)
