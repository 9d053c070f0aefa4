"""Making and changing the queues of the moderators' desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from catalog.errors import CatalogError
from catalog.models import DeskItem, DeskQueue, Screening, User
from catalog.risk.routing import HIDEABLE, Routing
from catalog.selectors.desk_queues import queue_that_takes


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


@transaction.atomic
def desk_queue_save(*, settings: QueueSettings, queue: DeskQueue | None = None) -> DeskQueue:
    """Make a queue, or change `queue`; what waits is routed anew.

    Raises CatalogError for a name that is missing, a rule, an order or an action that there is not.
    """
    queue = queue or DeskQueue()
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
    waiting_route()
    return queue


@transaction.atomic
def desk_queue_delete(*, queue: DeskQueue) -> None:
    """Remove a queue; what waits in it goes where the others' rules send it."""
    queue.delete()
    waiting_route()


def waiting_route() -> int:
    """Send everything that waits to the queue that takes it now; how many moved."""
    queues = list(DeskQueue.objects.order_by("position", "pk"))
    on_desk = Screening.objects.filter(pk__in=DeskItem.objects.values("screening"))
    moved = []
    for screening in on_desk.select_related("rendition__shop", "rendition__product"):
        takes = queue_that_takes(screening, queues)
        if screening.queue_id != (takes.pk if takes else None):
            screening.queue = takes
            moved.append(screening)
    return Screening.objects.bulk_update(moved, ["queue"], batch_size=500) if moved else 0


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
