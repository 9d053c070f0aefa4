"""Lists page by cursor: stable while rows arrive, equally fast on every page."""

import re
from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class NewestFirst(CursorPagination):
    """Newest rows first; `id` breaks ties."""

    ordering = ("-created_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 200

    def decode_cursor(self, request: Request) -> Any:
        """The cursor of `request`. Raises NotFound for one that no page of ours ever gave."""
        cursor = super().decode_cursor(request)
        if cursor and cursor.position is not None and not is_time(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class InFileOrder(CursorPagination):
    """Rows of a file by their number."""

    ordering = ("number",)
    page_size_query_param = "page_size"
    max_page_size = 200

    def decode_cursor(self, request: Request) -> Any:
        """As `NewestFirst` does."""
        cursor = super().decode_cursor(request)
        position = str(cursor.position or "0") if cursor else "0"
        if not re.fullmatch(r"[0-9]{1,9}", position):
            raise NotFound(self.invalid_cursor_message)
        return cursor


def is_time(position: str) -> bool:
    try:
        return parse_datetime(position) is not None
    except ValueError:
        return False
