"""How often one token, person or address may call."""

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle, UserRateThrottle

from catalog.counters import counted

if TYPE_CHECKING:  # its views load the throttles of the settings, this module among them
    from rest_framework.views import APIView


@dataclass(frozen=True)
class Allowance:
    """What is left of a caller's calls in the window that is running, and when the next begins."""

    limit: int
    window_s: int
    left: int
    reset_s: int


class TokenThrottle(UserRateThrottle):
    """Calls by token: the number an operator gave it, or that of the settings.

    Counted in one number for each token and window, so that several processes never let through
    more together. The view keeps the `allowance`, for the heads of its answer.
    """

    scope = "token"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        limit, window_s = self.parse_rate(cast(Any, self).rate)
        if own := getattr(request.auth, "calls_a_minute", None):
            limit, window_s = own, 60
        if not limit or not window_s:
            return True
        now = time.time()
        window = int(now // window_s)
        key = f"{self.get_cache_key(request, view)}-{window}"
        calls = counted(key, keep_s=2 * window_s)
        left_s = math.ceil((window + 1) * window_s - now)
        self.allowance = Allowance(limit, window_s, max(0, limit - calls), left_s)
        cast(Any, view).allowance = self.allowance
        return calls <= limit

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.allowance.reset_s


class UploadThrottle(UserRateThrottle):
    """Uploads a minute, by token in the API and by person in the pages."""

    scope = "upload"


class VerifyThrottle(SimpleRateThrottle):
    """Files a minute that one address may have looked at, signed in or not."""

    scope = "verify"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
