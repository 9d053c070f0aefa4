"""Keys to the REST API."""

import hashlib
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import ApiToken, Shop, User

PREFIX_LENGTH = 10


def token_create(*, shop: Shop, name: str, by: User) -> tuple[ApiToken, str]:
    """A new key and its secret, which is shown once: only its SHA-256 is stored.

    Raises CatalogError without a name.
    """
    if not name.strip():
        raise CatalogError(_("Give the token a name, so that you can tell it apart later."))
    secret = f"cs_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        shop=shop,
        name=name.strip()[:60],
        prefix=secret[:PREFIX_LENGTH],
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        created_by=by,
    )
    return token, secret


def token_revoke(*, token: ApiToken) -> ApiToken:
    """Close a key for good; revoking it again changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token
