"""The queues of the moderators' desk: which there are, what waits in them, who is routed where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from catalog.models import DeskQueue, Screening, User
from catalog.models.review_queue import waiting_for
from catalog.risk.routing import Routed, first_that_takes, language_of

DEFAULT = "default"  # the address of the queue that has no row


@dataclass(frozen=True)
class QueueCount:
    """A queue and what waits in it for one moderator; `queue` unsaved is the default one.

    overdue: how many wait longer than REVIEW_OVERDUE_HOURS. oldest: since when, None of none.
    """

    queue: DeskQueue
    waiting: int
    overdue: int
    oldest: datetime | None

    @property
    def name(self) -> str:
        """As addresses name it; `queue_named` reads it."""
        return str(self.queue.pk or DEFAULT)


def default_queue() -> DeskQueue:
    """Where everything waits that no queue takes. It has no row."""
    return DeskQueue(name_en="Everything else", name_zh="其他")


def desk_queues(*, moderator: User) -> QuerySet[DeskQueue]:
    """The queues that `moderator` may work in, in the order in which they take submissions."""
    mine = Q(moderators=None) | Q(moderators=moderator)
    return DeskQueue.objects.filter(mine).distinct().order_by("position", "pk")


def queue_counts(*, moderator: User) -> list[QueueCount]:
    """Every queue of `moderator` with what waits in it, the default one last."""
    queues = [*desk_queues(moderator=moderator), default_queue()]
    return [queue_count(moderator=moderator, queue=one) for one in queues]


def queue_count(*, moderator: User, queue: DeskQueue) -> QueueCount:
    """What waits in one queue."""
    limit = timezone.now() - timedelta(hours=settings.REVIEW_OVERDUE_HOURS)
    waiting = waiting_for(moderator, queue).order_by()
    found = waiting.aggregate(
        waiting=Count("pk"),
        overdue=Count("pk", filter=Q(submitted_at__lt=limit)),
        oldest=Min("submitted_at"),
    )
    return QueueCount(queue, **found)


def queue_named(*, moderator: User, name: str) -> DeskQueue | None:
    """The queue that an address names: its number, or "default"; None for all queues together."""
    if name == DEFAULT:
        return default_queue()
    number = int(name) if name.isdecimal() else 0
    return desk_queues(moderator=moderator).filter(pk=number).first()


def queue_that_takes(screening: Screening, queues: list[DeskQueue]) -> DeskQueue | None:
    """The first of `queues` whose rule takes a submission; None for the default one."""
    rendition = screening.rendition
    item = Routed(
        shop=rendition.shop.slug,
        recipe=rendition.recipe,
        preset=rendition.preset,
        risk=screening.risk,
        codes=frozenset(finding["code"] for finding in screening.findings),
        language=language_of(rendition.product.title),
    )
    return first_that_takes(item, queues)
