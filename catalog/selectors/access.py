"""Who may see or do what in a shop. A stranger learns nothing, not even that the shop exists."""

from django.http import Http404
from django.utils.translation import gettext as _

from catalog.errors import AccessDenied
from catalog.models import Membership, Shop, User

RANK = {Membership.Role.VIEWER: 0, Membership.Role.EDITOR: 1, Membership.Role.OWNER: 2}


def memberships_of(user: User) -> list[Membership]:
    """Where `user` works and as what, by the shop's name."""
    mine = Membership.objects.filter(user=user).select_related("shop")
    return list(mine.order_by("shop__name"))


def shops_of(user: User) -> list[Shop]:
    """The shops `user` works in, by name."""
    return [one.shop for one in memberships_of(user)]


def shop_for(*, user: User, slug: str, role: Membership.Role = Membership.Role.VIEWER) -> Shop:
    """The shop, for a member of at least `role`.

    Raises Http404 to strangers and AccessDenied to members with a smaller role.
    """
    membership = (
        Membership.objects.select_related("shop").filter(shop__slug=slug, user=user).first()
    )
    if membership is None:
        raise Http404
    if RANK[Membership.Role(membership.role)] < RANK[role]:
        raise AccessDenied(_("Your role in this shop does not allow this. Ask an owner."))
    return membership.shop


def role_of(*, user: User, shop: Shop) -> str | None:
    """The role of `user` in `shop`, None for a stranger."""
    return Membership.objects.filter(shop=shop, user=user).values_list("role", flat=True).first()
