"""What bodies share that take only what they know."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class OptionsSerializer(serializers.Serializer[Any]):
    """Options of a recipe; one that it does not know is named and refused."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := data.keys() - self.fields.keys()):
            said = _("There is no such option.")
            raise serializers.ValidationError({str(name): [said] for name in sorted(unknown)})
        return super().to_internal_value(data)
