"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest

from catalog.selectors.access import role_of, shops_of


def shops(request: HttpRequest) -> dict[str, Any]:
    """The reader's shops, the shop at hand and the roles that decide what is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    shop = getattr(request, "shop", None)
    return {
        "shops": shops_of(user),
        "shop": shop,
        "role": role_of(user=user, shop=shop) if shop else None,
        "is_moderator": user.is_moderator,
    }
