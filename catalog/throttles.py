"""How often one token, person or address may call."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle, UserRateThrottle

if TYPE_CHECKING:  # its views load the throttles of the settings, this module among them
    from rest_framework.views import APIView


class TokenThrottle(UserRateThrottle):
    """Calls a minute by token."""

    scope = "token"


class UploadThrottle(UserRateThrottle):
    """Uploads a minute, by token in the API and by person in the pages."""

    scope = "upload"


class VerifyThrottle(SimpleRateThrottle):
    """Files a minute that one address may have looked at, signed in or not."""

    scope = "verify"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
