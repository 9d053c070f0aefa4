"""What pages read of a shop and its people."""

from django.db.models import Max, Sum
from django.utils import timezone

from catalog.models import ApiToken, Invitation, Membership, Photo, Shop
from imaging.models import Job, StepResult


def storage_used(shop: Shop) -> int:
    """Bytes the shop holds: originals (each content once), pictures made, and kept cut-outs."""
    originals = Photo.objects.filter(shop=shop).values("file").annotate(size=Max("bytes"))
    outputs = Job.objects.of_tenant(shop.tenant).exclude(outputs={})
    made = outputs.values_list("outputs", flat=True)
    steps = StepResult.objects.filter(tenant=shop.tenant)
    return (
        (originals.aggregate(total=Sum("size"))["total"] or 0)
        + sum(int(item["bytes"]) for roles in made.iterator() for item in roles.values())
        + (steps.aggregate(total=Sum("bytes"))["total"] or 0)
    )


def members_of(shop: Shop) -> list[Membership]:
    """The shop's people, first come first."""
    return list(shop.memberships.select_related("user").order_by("created_at", "pk"))


def invitations_pending(shop: Shop) -> list[Invitation]:
    """Offers nobody accepted yet, expired ones too: they can be renewed or taken back."""
    return list(shop.invitations.filter(accepted_at=None).order_by("-created_at"))


def invitation_is_open(invitation: Invitation) -> bool:
    """Whether it can still be accepted."""
    return invitation.accepted_at is None and invitation.expires_at > timezone.now()


def tokens_of(shop: Shop) -> list[ApiToken]:
    """The keys that open the shop's API now, newest first."""
    live = shop.api_tokens.filter(revoked_at=None).select_related("created_by")
    return list(live.order_by("-created_at"))
