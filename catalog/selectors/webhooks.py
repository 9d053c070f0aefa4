"""What pages read of webhooks."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from catalog.fetching.errors import FETCH_MESSAGES
from catalog.models import Shop, WebhookDelivery, WebhookEndpoint


def webhooks_of(shop: Shop) -> QuerySet[WebhookEndpoint]:
    """The shop's addresses, oldest first, with how many messages wait or were given up."""
    status = WebhookDelivery.Status
    waiting = Count("deliveries", filter=Q(deliveries__status=status.WAITING))
    lost = Count("deliveries", filter=Q(deliveries__status=status.FAILED))
    return shop.webhooks.annotate(waiting=waiting, lost=lost).order_by("pk")


def webhook_of(shop: Shop, webhook_id: int) -> WebhookEndpoint:
    """One address of the shop. Raises Http404."""
    return get_object_or_404(shop.webhooks.select_related("shop"), pk=webhook_id)


def deliveries_of(endpoint: WebhookEndpoint) -> QuerySet[WebhookDelivery]:
    """Its messages, newest first."""
    return endpoint.deliveries.order_by("-created_at", "-pk")


def problem_words(problem: dict[str, Any], language: str) -> str:
    """Why there was no answer; "" where there was one."""
    if not problem:
        return ""
    return FETCH_MESSAGES[problem["code"]].in_language(language).format(**problem["arguments"])
