"""A shop's token opens the REST API: `Authorization: Bearer <token>`.

It acts for the person who made it: with their role, and no longer than they work in the shop.
"""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from catalog.models import ApiToken, Shop, User
from catalog.selectors.access import role_of
from catalog.services.api_calls import call_note


@dataclass(frozen=True)
class Caller:
    """Who calls: a shop through one of its tokens, acting for the person who made the token."""

    token: ApiToken
    role: str
    is_authenticated: bool = True

    @property
    def shop(self) -> Shop:
        return self.token.shop

    @property
    def person(self) -> User:
        return self.token.created_by

    @property
    def pk(self) -> str:
        return f"token-{self.token.pk}"


class ShopTokenAuthentication(BaseAuthentication):
    """Bearer tokens; only their SHA-256 is stored."""

    def authenticate(self, request: Request) -> tuple[Caller, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Send the token as “Authorization: Bearer TOKEN”."))
        digest = hashlib.sha256(parts[1]).hexdigest()
        token = (
            ApiToken.objects.select_related("shop", "created_by")
            .filter(digest=digest, revoked_at=None, created_by__is_active=True)
            .first()
        )
        role = role_of(user=token.created_by, shop=token.shop) if token else None
        if token is None or role is None:
            raise AuthenticationFailed(_("This token is not valid or was revoked."))
        call_note(token=token)
        return Caller(token, role), token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
