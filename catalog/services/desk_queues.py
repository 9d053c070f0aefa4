"""Making and changing the queues of the moderators' desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from catalog.errors import CatalogError
from catalog.models import DeskItem, DeskQueue, ReviewChain, Screening, User
from catalog.risk.routing import HIDEABLE, Routing
from catalog.selectors.desk_queues import queue_that_takes

AT_ONCE = 500  # screenings held together


@dataclass(frozen=True)
class QueueSettings:
    """What a queue is. rule: a `Routing` as JSON. Without moderators it is everybody's."""

    name_en: str
    name_zh: str
    rule: Mapping[str, Any]
    position: int = 0
    order: str = DeskQueue.Order.OLDEST
    hidden_actions: Sequence[str] = ()
    moderators: Iterable[User] = ()


def desk_queue_save(*, settings: QueueSettings, queue: DeskQueue | None = None) -> DeskQueue:
    """Make a queue, or change `queue`; what waits is routed anew.

    Raises CatalogError for a name that is missing, a rule, an order or an action that there is not.
    """
    queue = _saved(settings, queue or DeskQueue())
    waiting_route()
    return queue


def desk_queue_delete(*, queue: DeskQueue) -> None:
    """Remove a queue; what waits in it goes where the others' rules send it."""
    queue.delete()
    waiting_route()


def waiting_route() -> int:
    """Send everything that waits to the queue that takes it now; how many moved.

    Whoever routes last knows the queues as they are now: each page of screenings is held before the
    queues are read, as a check that ends holds its own. Call it once a change of queues is
    committed.
    """
    with transaction.atomic():
        ReviewChain.locked()  # whoever submits meanwhile knew the old queues: until they are done
    ids = list(DeskItem.objects.exclude(screening=None).values_list("screening", flat=True))
    ids.sort()  # in one order, so that two who route never wait for each other
    return sum(_route(ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE))


@transaction.atomic
def _route(ids: Sequence[int]) -> int:
    """The same for some screenings."""
    held = Screening.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    screenings = list(held.select_related("rendition__shop", "rendition__product"))
    queues = list(DeskQueue.objects.order_by("position", "pk"))
    moved = []
    for screening in screenings:
        takes = queue_that_takes(screening, queues)
        if screening.queue_id != (takes.pk if takes else None):
            screening.queue = takes
            moved.append(screening)
    return Screening.objects.bulk_update(moved, ["queue"]) if moved else 0


@transaction.atomic
def _saved(settings: QueueSettings, queue: DeskQueue) -> DeskQueue:
    queue.name_en, queue.name_zh = (name.strip() for name in (settings.name_en, settings.name_zh))
    if not queue.name_en or not queue.name_zh:
        raise CatalogError(_("A queue needs a name in both languages."))
    if settings.order not in DeskQueue.Order.values:
        raise CatalogError(_("A queue is worked through oldest or riskiest first."))
    if not set(settings.hidden_actions) <= set(HIDEABLE):
        raise CatalogError(_("This action cannot be hidden."))
    queue.rule = _rule(settings.rule)
    queue.position, queue.order = settings.position, settings.order
    queue.hidden_actions = [one for one in HIDEABLE if one in settings.hidden_actions]
    queue.save()
    queue.moderators.set(settings.moderators)
    return queue


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The rule as it is kept: only what it asks for. Raises CatalogError."""
    try:
        checked = Routing.model_validate(rule)
    except ValidationError as error:
        raise CatalogError(_("The routing rule of this queue cannot be read.")) from error
    if checked.risk_at_least > checked.risk_at_most:
        raise CatalogError(
            _("The lowest risk is above the highest: this queue would take nothing.")
        )
    return checked.model_dump(mode="json", exclude_defaults=True)
