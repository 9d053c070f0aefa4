"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest

from catalog.selectors.access import memberships_of


def shops(request: HttpRequest) -> dict[str, Any]:
    """The reader's shops, the shop at hand and the roles that decide what is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    shop = getattr(request, "shop", None)
    memberships = memberships_of(user)
    return {
        "shops": [one.shop for one in memberships],
        "shop": shop,
        "role": next((one.role for one in memberships if one.shop == shop), None),
        "is_moderator": user.is_moderator,
    }
