"""What is left of a token's calls, in the heads of every answer (IETF draft: RateLimit fields)."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.throttles import Allowance


class Limited(APIView):
    """A view that says how often it may be called; its throttle sets the `allowance`."""

    allowance: Allowance | None = None

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        final: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        if rate := self.allowance:
            final["RateLimit-Policy"] = f'"token";q={rate.limit};w={rate.window_s}'
            final["RateLimit"] = f'"token";r={rate.left};t={rate.reset_s}'
        return final
