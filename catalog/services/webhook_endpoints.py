"""Webhook addresses as owners handle them: added, switched off and on, given a new secret."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.fetching.addresses import target_of
from catalog.fetching.errors import FETCH_MESSAGES, FetchRefused
from catalog.models import Shop, User, WebhookDelivery, WebhookEndpoint, WebhookSecret
from catalog.services.webhook_events import EVENTS, TEST, deliveries_write, wake
from catalog.services.webhook_signing import secret_new
from imaging.reader import language

MOST = 10  # addresses of one shop
ROTATION = timedelta(hours=24)  # how long an old secret still signs
Off = WebhookEndpoint.Off


@transaction.atomic
def webhook_create(
    *, shop: Shop, url: str, events: Iterable[str], by: User
) -> tuple[WebhookEndpoint, str]:
    """A new address and its secret, which people are shown once.

    Raises CatalogError for an address that cannot be used, no event, or too many addresses.
    """
    Shop.objects.select_for_update().get(pk=shop.pk)  # the lock under which they are counted
    if shop.webhooks.count() >= MOST:
        raise CatalogError(_("A shop has at most %(n)d webhooks.") % {"n": MOST})
    wanted = [event for event in EVENTS if event in set(events)]
    if not wanted:
        raise CatalogError(_("Choose at least one event."))
    endpoint = WebhookEndpoint.objects.create(
        shop=shop, url=url_checked(url), events=wanted, created_by=by
    )
    return endpoint, WebhookSecret.objects.create(endpoint=endpoint, secret=secret_new()).secret


def url_checked(url: str) -> str:
    """The address, as it will be opened. Where its name leads is checked at each sending."""
    try:
        target = target_of(url)
    except FetchRefused as error:
        words = FETCH_MESSAGES[error.code].in_language(language())
        raise CatalogError(words.format(**error.arguments)) from error
    if target.scheme != "https" and not target.is_allowed:
        raise CatalogError(_("A webhook's address begins with https://."))
    return target.address


@transaction.atomic
def webhook_secret_rotate(*, endpoint: WebhookEndpoint) -> str:
    """A new secret; messages are signed with the old one too for a day."""
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    endpoint.secrets.filter(ends_at=None).update(ends_at=timezone.now() + ROTATION)
    return WebhookSecret.objects.create(endpoint=endpoint, secret=secret_new()).secret


def webhook_switch_off(*, endpoint: WebhookEndpoint, because: str = Off.PERSON) -> None:
    """Send nothing more to it; what waits stays."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk, off_at=None).update(
        off_at=timezone.now(), off_because=because
    )


def webhook_switch_on(*, endpoint: WebhookEndpoint) -> None:
    """Send again, what still waits first."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        off_at=None, off_because="", failing_since=None
    )
    wake()


def webhook_test(*, endpoint: WebhookEndpoint) -> None:
    """Send it a message that means nothing. Raises CatalogError while it is switched off."""
    require_on(endpoint)
    deliveries_write([endpoint], TEST, str(uuid.uuid4()), {"shop": endpoint.shop.slug})


def delivery_again(*, delivery: WebhookDelivery) -> None:
    """Send a message once more, as the same message. Raises CatalogError while it is off."""
    require_on(delivery.endpoint)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        status=WebhookDelivery.Status.WAITING, attempts=0, next_try_at=timezone.now()
    )
    transaction.on_commit(wake)


def require_on(endpoint: WebhookEndpoint) -> None:
    if endpoint.off_at:
        raise CatalogError(_("This webhook is switched off. Switch it on first."))


def webhook_delete(*, endpoint: WebhookEndpoint) -> None:
    """Forget an address with all its messages."""
    endpoint.delete()
