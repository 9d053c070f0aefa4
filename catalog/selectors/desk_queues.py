"""The queues of the moderators' desk: which there are, what waits in them, who is routed where."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catalog.models import DeskQueue, Rendition, Screening, User
from catalog.models.review_queue import waiting_for
from catalog.risk.routing import Routed, first_that_takes, language_of


@dataclass(frozen=True)
class QueueCount:
    """A queue and how many wait in it for one moderator; `queue` unsaved is the default one."""

    queue: DeskQueue
    waiting: int


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
    return [QueueCount(one, waiting_for(moderator, one).count()) for one in queues]


def queue_named(*, moderator: User, name: str) -> DeskQueue | None:
    """The queue that an address names: its number, or "default"; None for all queues together."""
    if name == "default":
        return default_queue()
    number = int(name) if name.isdecimal() else 0
    return desk_queues(moderator=moderator).filter(pk=number).first()


def queue_of(rendition: Rendition) -> DeskQueue:
    """The queue that a waiting rendition stands in."""
    found = DeskQueue.objects.filter(screenings__in=_screening_on_desk(rendition)).first()
    return found or default_queue()


def _screening_on_desk(rendition: Rendition) -> QuerySet[Screening]:
    return Screening.objects.filter(rendition=rendition).order_by("-pk")[:1]


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
