"""How often one token may call."""

from rest_framework.throttling import UserRateThrottle


class TokenThrottle(UserRateThrottle):
    """Calls a minute by token."""

    scope = "token"


class UploadThrottle(UserRateThrottle):
    """Uploads a minute, by token in the API and by person in the pages."""

    scope = "upload"
