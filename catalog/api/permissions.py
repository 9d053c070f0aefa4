"""What a token may do follows from the role of the person who made it."""

from typing import cast

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.api.auth import Caller
from catalog.models import Membership
from catalog.selectors.access import RANK


class OwnersWrite(BasePermission):
    """Everybody of the shop reads; owners write, as on the settings page."""

    message = _("Only a token that an owner made may change this.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        role = cast(Caller, request.user).role
        return request.method in SAFE_METHODS or role == Membership.Role.OWNER


class OwnersOnly(BasePermission):
    """Owners, as on the page."""

    message = _("Only a token that an owner made may read this.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return cast(Caller, request.user).role == Membership.Role.OWNER


class EditorsWrite(BasePermission):
    """Everybody of the shop reads; editors and owners write."""

    message = _("The person who made this token may only read in this shop.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        role = Membership.Role(cast(Caller, request.user).role)
        return request.method in SAFE_METHODS or RANK[role] >= RANK[Membership.Role.EDITOR]
