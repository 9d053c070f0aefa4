"""Who works in a shop: invited, given a role, removed."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.errors import CatalogError
from catalog.forms.people import InviteForm, RoleForm
from catalog.models import Invitation, Membership, Shop, User
from catalog.selectors.access import role_of, shop_for
from catalog.selectors.shops import invitation_is_open, invitations_pending, members_of
from catalog.services import members
from catalog.views.access import owner, viewer


@viewer
@require_safe
def member_list(request: HttpRequest, shop: Shop) -> HttpResponse:
    """The team, and for owners the open invitations."""
    return render(request, "catalog/people/member_list.html", team_context(request, shop))


@owner
@require_POST
def member_invite(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        context = team_context(request, shop, form)
        return render(request, "catalog/people/member_list.html", context, status=422)
    try:
        members.member_invite(shop=shop, by=cast(User, request.user), **form.cleaned_data)
    except CatalogError as error:
        messages.error(request, error.sentence)
    else:
        words = _("%(email)s has an invitation in the mail.")
        messages.success(request, words % {"email": form.cleaned_data["email"]})
    return redirect("catalog:member_list", shop.slug)


@owner
@require_POST
def member_role(request: HttpRequest, shop: Shop, membership_id: int) -> HttpResponse:
    """Give a member another role."""
    membership = get_object_or_404(shop.memberships, pk=membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise CatalogError(_("There is no such role."))
    members.member_role_change(membership=membership, role=form.cleaned_data["role"])
    messages.success(request, _("The role was changed."))
    return redirect("catalog:member_list", shop.slug)


@viewer
@require_POST
def member_remove(request: HttpRequest, shop: Shop, membership_id: int) -> HttpResponse:
    """Owners remove anybody; everybody may leave."""
    membership = get_object_or_404(shop.memberships.select_related("user"), pk=membership_id)
    leaves = membership.user == request.user
    if not leaves:
        shop_for(user=cast(User, request.user), slug=shop.slug, role=Membership.Role.OWNER)
    members.member_remove(membership=membership)
    words = _("You left the shop.") if leaves else _("%(email)s was removed.")
    messages.success(request, words % {"email": membership.user.email})
    return redirect("catalog:home") if leaves else redirect("catalog:member_list", shop.slug)


@owner
@require_POST
def invitation_revoke(request: HttpRequest, shop: Shop, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    members.invitation_revoke(invitation=get_object_or_404(shop.invitations, pk=invitation_id))
    messages.success(request, _("The invitation was taken back."))
    return redirect("catalog:member_list", shop.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads: see who invites, then accept."""
    offer = get_object_or_404(Invitation.objects.select_related("shop", "invited_by"), token=token)
    user = cast(User, request.user)
    if request.method == "POST":
        members.invitation_accept(invitation=offer, user=user)
        messages.success(request, _("Welcome to %(shop)s.") % {"shop": offer.shop.name})
        return redirect(offer.shop)
    context = {
        "offer": offer,
        "is_open": invitation_is_open(offer),
        "is_meant": offer.email == user.email.lower(),
    }
    return render(request, "catalog/people/invitation.html", context)


def team_context(
    request: HttpRequest, shop: Shop, form: InviteForm | None = None
) -> dict[str, object]:
    is_owner = role_of(user=cast(User, request.user), shop=shop) == Membership.Role.OWNER
    return {
        "memberships": members_of(shop),
        "invitations": invitations_pending(shop) if is_owner else [],
        "is_owner": is_owner,
        "roles": Membership.Role.choices,
        "form": form or InviteForm(),
    }
