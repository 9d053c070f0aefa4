"""Numbers that every database can hold."""

from typing import Any

from rest_framework import serializers

LARGEST_ID = 2**63 - 1


class IdField(serializers.IntegerField):
    """The id of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **options)
