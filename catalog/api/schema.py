"""How the OpenAPI schema says what every operation has in common: the token and the errors."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import Direction, OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers


class ShopToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The Bearer token of a shop."""

    target_class = "catalog.api.auth.ShopTokenAuthentication"
    name = "shopToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of the shop, made by an owner on the shop's settings page.",
        }


class ErrorSerializer(serializers.Serializer[Any]):
    """The one shape of every error."""

    error = serializers.CharField(help_text="What is wrong, in the language of Accept-Language.")
    code = serializers.CharField(help_text="A word for programs: invalid, not_found, refused, …")
    fields = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="For code “invalid”: what is wrong with each field."
    )


def failure(description: str, error: str, code: str) -> OpenApiResponse:
    """A documented error with an example."""
    example = OpenApiExample(description, {"error": error, "code": code})
    return OpenApiResponse(ErrorSerializer, description, [example])


INVALID = failure("A field or parameter is not valid", "title: This field is required.", "invalid")
UNKNOWN = failure(
    "No valid token", "This token is not valid or was revoked.", "authentication_failed"
)
FORBIDDEN = failure(
    "The token may only read",
    "The person who made this token may only read in this shop.",
    "permission_denied",
)
MISSING = failure("Not in this shop", "No Product matches the given query.", "not_found")
REFUSED = failure("Refused, with the reason", "There is no channel “ebayy”.", "unknown_preset")
THROTTLED = failure(
    "Too many calls", "Request was throttled. Expected available in 12 seconds.", "throttled"
)
RUNNING = failure(
    "The first request with this key is still being worked on",
    "The first request with this Idempotency-Key is still being worked on.",
    "in_progress",
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Any text of your own, new for every new request: sent again with the same key, the"
    " request is done once and answered the same, for 24 hours.",
    pattern="^[!-~]{1,255}$",
)


class StudioSchema(AutoSchema):
    """Gives every operation a name, a summary and the errors it can answer with."""

    def get_operation_id(self) -> str:
        """`jobs_cancel` rather than `jobs_cancel_create`: clients are generated from these."""
        name: str = super().get_operation_id()
        return name.removesuffix("_create") if "{" in self.path else name

    def get_summary(self) -> str:
        """The beginning of the description, up to its first pause."""
        return re.split("[.:;]", self.get_description())[0]

    def get_override_parameters(self) -> list[Any]:
        """What goes with every POST of a shop's token."""
        is_keyed = self.method == "POST" and self.view.authentication_classes
        return [KEY] if is_keyed else []

    def _get_paginator(self) -> Any:
        """What is asked for comes back whole; only what is read comes in pages."""
        return super()._get_paginator() if self.method == "GET" else None

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        answers: dict[str, Any] = super()._get_response_bodies(direction)
        for code, response in self.failures().items():
            if code not in answers:
                answers[code] = self._get_response_for_code(response, code)
        return answers

    def failures(self) -> dict[str, OpenApiResponse]:
        found = {"401": UNKNOWN, "429": THROTTLED}
        if self.method in ("POST", "PUT", "PATCH", "DELETE"):
            found |= {"403": FORBIDDEN, "422": REFUSED}
        if self.method == "POST":
            found["409"] = RUNNING
        if "{" in self.path or self._is_list_view():
            found["404"] = MISSING
        if self.method in ("POST", "PATCH") or self._is_list_view():
            found["400"] = INVALID
        if not self.view.authentication_classes:  # open to everybody
            found = {code: one for code, one in found.items() if code not in ("401", "403", "409")}
        return dict(sorted(found.items()))
