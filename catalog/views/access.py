"""Doors: every shop page goes through one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from catalog.models import Membership, Shop, User
from catalog.selectors.access import shop_for

View = Callable[..., HttpResponseBase]


class ShopRequest(HttpRequest):
    """A request of a signed-in member, with the shop it is about."""

    user: User
    shop: Shop


def member(role: Membership.Role = Membership.Role.VIEWER) -> Callable[[View], View]:
    """The view gets (request, shop, …) for members of at least `role`; strangers get 404."""

    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def inside(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            shop = shop_for(user=cast(User, request.user), slug=slug, role=role)
            cast(ShopRequest, request).shop = shop
            return view(request, shop, *args, **kwargs)

        return inside

    return door


viewer = member(Membership.Role.VIEWER)
editor = member(Membership.Role.EDITOR)
owner = member(Membership.Role.OWNER)


def _only(allowed: Callable[[User], bool]) -> Callable[[View], View]:
    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(cast(User, request.user)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inside

    return door


moderator = _only(lambda user: user.is_moderator)
operator = _only(lambda user: user.is_staff)
