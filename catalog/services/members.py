"""Who works in a shop."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Invitation, Membership, Shop, User
from catalog.models.shop import invitation_end
from catalog.selectors.shops import invitation_is_open

logger = logging.getLogger(__name__)


def member_invite(*, shop: Shop, email: str, role: str, by: User) -> Invitation:
    """Offer a place in the shop by mail; inviting again renews the offer and mails it again.

    Raises CatalogError: already a member, or the mail could not be sent (the offer stands, and
    its link can be passed on by hand).
    """
    email = email.strip().lower()
    if shop.memberships.filter(user__email=email).exists():
        raise CatalogError(_("%(email)s already works in this shop.") % {"email": email})
    invitation, _new = Invitation.objects.update_or_create(
        shop=shop,
        email=email,
        accepted_at=None,
        defaults={"role": role, "invited_by": by, "expires_at": invitation_end()},
    )
    invitation_send(invitation)
    return invitation


def invitation_send(invitation: Invitation) -> None:
    """Mail the link, in the language of the person who invites."""
    link = f"{settings.SITE_URL}{invitation.get_absolute_url()}"
    with translation.override(invitation.invited_by.language):
        names = {"shop": invitation.shop.name}
        subject = _("Work on pictures with %(shop)s") % names
        text = render_to_string(
            "catalog/people/invitation_mail.txt", {"invitation": invitation, "link": link}
        )
    try:
        send_mail(subject, text, None, [invitation.email])
    except (SMTPException, OSError) as error:
        logger.warning("invitation %s not mailed: %s", invitation.pk, error)
        raise CatalogError(
            _("The invitation stands, but its mail could not be sent. Copy its link below.")
        ) from error


@transaction.atomic
def invitation_accept(*, invitation: Invitation, user: User) -> Membership:
    """Join the shop. Raises CatalogError: expired, used, or meant for another mail address."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation_is_open(invitation):
        raise CatalogError(_("This invitation has expired or was already used. Ask for a new one."))
    if invitation.email != user.email.lower():
        raise CatalogError(
            _("This invitation is for %(email)s. Sign in with that address to accept it.")
            % {"email": invitation.email}
        )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    membership, _new = Membership.objects.get_or_create(
        shop=invitation.shop, user=user, defaults={"role": invitation.role}
    )
    return membership


def invitation_revoke(*, invitation: Invitation) -> None:
    """Take back an offer nobody accepted yet."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()


@transaction.atomic
def member_role_change(*, membership: Membership, role: str) -> Membership:
    """Give a member another role. Raises CatalogError when the shop would be left without owner."""
    if role != Membership.Role.OWNER:
        other_owner_check(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def member_remove(*, membership: Membership) -> None:
    """Take a member out, and close the API tokens this person made here.

    Raises CatalogError when the shop would be left without owner.
    """
    other_owner_check(membership)
    tokens = membership.shop.api_tokens.filter(created_by=membership.user, revoked_at=None)
    tokens.update(revoked_at=timezone.now())
    membership.delete()


def other_owner_check(membership: Membership) -> None:
    """Locks the owners: two who remove each other at once would leave nobody."""
    owners = Membership.objects.select_for_update().filter(
        shop=membership.shop, role=Membership.Role.OWNER
    )
    if {owner.pk for owner in owners} == {membership.pk}:
        raise CatalogError(_("A shop needs an owner. Make somebody else an owner first."))
