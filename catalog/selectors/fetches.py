"""Pictures at addresses that an import fetches, in numbers."""

from dataclasses import dataclass

from django.db.models import Count, Q

from catalog.models import Fetch, Import

HOSTS_SHOWN = 5


@dataclass(frozen=True)
class HostPictures:
    """How many pictures of a host are named, there, given up, and tried again later."""

    name: str
    total: int
    fetched: int
    failed: int
    later: int


@dataclass(frozen=True)
class Fetches:
    """The pictures of an import by host, the host with most first."""

    hosts: list[HostPictures]

    @property
    def total(self) -> int:
        return sum(host.total for host in self.hosts)

    @property
    def fetched(self) -> int:
        return sum(host.fetched for host in self.hosts)

    @property
    def failed(self) -> int:
        return sum(host.failed for host in self.hosts)

    @property
    def is_going_on(self) -> bool:
        return self.fetched + self.failed < self.total

    @property
    def shown(self) -> list[HostPictures]:
        return self.hosts[:HOSTS_SHOWN]

    @property
    def others(self) -> int:
        """How many hosts are not shown."""
        return max(0, len(self.hosts) - HOSTS_SHOWN)


def import_fetches(source: Import) -> Fetches:
    """What is fetched for an import, and how far that is."""
    hosts = source.fetches.values_list("host").annotate(
        total=Count("pk"),
        fetched=Count("pk", filter=Q(status=Fetch.Status.DONE)),
        failed=Count("pk", filter=Q(status=Fetch.Status.FAILED)),
        later=Count("pk", filter=Q(status=Fetch.Status.WAITING, attempts__gt=0)),
    )
    found = [HostPictures(*numbers) for numbers in hosts]
    return Fetches(sorted(found, key=lambda host: (-host.total, host.name)))
