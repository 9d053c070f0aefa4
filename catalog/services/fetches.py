"""Pictures at addresses: fetched and kept for the rows that name them, or tried again later."""

import hashlib
import logging
import random
import time
from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F, QuerySet
from django.utils import timezone

from catalog.fetching import connection
from catalog.fetching.connection import Limits
from catalog.fetching.errors import FetchError, FetchFailed
from catalog.importing.problems import Problem
from catalog.models import Fetch, FetchHost, Photo
from catalog.services.fetch_claims import fetch_claim
from catalog.services.fetch_rows import fetched_folder
from catalog.services.storage import file_keep, room_check
from imaging import codec
from imaging.errors import EngineError

logger = logging.getLogger(__name__)

BACKOFF_S = (5, 30, 180, 900)  # after the first, second … attempt; after one more it is given up
MOST_S = 3_600.0  # however long a host asks us to wait
HOST_REST_S = 60.0  # between attempts at a host that never answers
HOST_GIVEN_UP = 10  # failures one after another, of whatever picture
MOST_OF_TAG = 200  # characters
IDLE_S = 1.0  # how long a worker waits for a host's next turn
Status = Fetch.Status


def is_any_due() -> bool:
    """Whether a picture could be fetched now."""
    return Fetch.objects.due().exists()


def fetches_work(*, until: datetime) -> int:
    """Fetch pictures until time is up or no host has a turn soon; how many were tried."""
    tried, waited_s = 0, 0.0
    while timezone.now() < until and waited_s < IDLE_S:
        if fetch := fetch_claim():
            fetch_run(fetch=fetch)
            tried, waited_s = tried + 1, 0.0
        else:
            pause_s = max(settings.FETCH_INTERVAL_S / 2, 0.02)
            time.sleep(pause_s)
            waited_s += pause_s
    return tried


def fetch_run(*, fetch: Fetch) -> None:
    """Fetch a claimed picture: it is kept, or it waits, or the reason why not is."""
    if fetch.attempts > len(BACKOFF_S) + 1:  # whoever tried died each time
        fetch_fail(fetch, Problem(code="fetch_lost"))
        return
    try:
        content, tag = picture_fetched(fetch)
        name = content_keep(fetch, content)
    except FetchFailed as error:
        host_failed(fetch.host, error.retry_after_s)
        fetch_again(fetch, said(error), error.retry_after_s)
        return
    except FetchError as error:
        fetch_fail(fetch, said(error))
    except EngineError as error:
        problem = Problem(code=error.code, arguments=error.arguments)
        (fetch_again if error.code == "disk_full" else fetch_fail)(fetch, problem)
    except Exception:
        logger.exception("fetch %s of import %s crashed", fetch.pk, fetch.source_id)
        fetch_again(fetch, Problem(code="row_crashed"))
    else:
        fetch_done(fetch, name, content, tag)
    host_answered(fetch.host)


def picture_fetched(fetch: Fetch) -> tuple[BytesIO, str]:
    """What lies at the address, if its bytes are a picture's, and what the host calls it.

    What a head says of its type is not believed. Raises FetchError, EngineError.
    """
    content, known = BytesIO(), picture_known(fetch)
    most = settings.MAX_UPLOAD_MB * 1_000_000
    limits = Limits(max_bytes=most, total_s=settings.FETCH_TIME_LIMIT_S)
    tag = known[0] if known else ""
    got = connection.fetch(fetch.address, into=content, limits=limits, known=tag)
    if known and got.is_known:
        with default_storage.open(known[1].file) as file:
            content = BytesIO(file.read())
    codec.probe(content, max_bytes=most)
    return content, got.tag if len(got.tag) <= MOST_OF_TAG else ""


def picture_known(fetch: Fetch) -> tuple[str, Photo] | None:
    """What the shop fetched from the address before: its tag, and the photo that it still has."""
    shop = fetch.source.shop_id
    before = Fetch.objects.filter(source__shop=shop, key=fetch.key, status=Status.DONE)
    last = before.exclude(tag="").order_by("-pk").first()
    if last is None:
        return None
    photo = Photo.objects.filter(shop=shop, sha256=last.sha256, deleted_at=None).first()
    return (last.tag, photo) if photo else None


def content_keep(fetch: Fetch, content: BytesIO) -> str:
    """Store what was fetched, under a name of this attempt alone. Raises EngineError."""
    room_check(needed_bytes=content.getbuffer().nbytes)
    name = f"{fetched_folder(fetch.source)}/{fetch.pk}-{fetch.token}"
    content.seek(0)
    file_keep(name=name, content=content)
    return name


def said(error: FetchError) -> Problem:
    return Problem(code=error.code, arguments=error.arguments)


def fetch_done(fetch: Fetch, name: str, content: BytesIO, tag: str) -> None:
    sha256 = hashlib.sha256(content.getbuffer()).hexdigest()
    if not released(fetch, status=Status.DONE, file=name, sha256=sha256, tag=tag, problem={}):
        default_storage.delete(name)  # somebody else has the picture meanwhile


def fetch_fail(fetch: Fetch, problem: Problem) -> None:
    """It is not tried again, unless a person asks for it."""
    released(fetch, status=Status.FAILED, problem=problem.model_dump())


def fetch_again(fetch: Fetch, problem: Problem, wait_s: float | None = None) -> None:
    """Try again later, if any attempt is left."""
    if fetch.attempts > len(BACKOFF_S):
        fetch_fail(fetch, problem)
        host_give_up(fetch, problem)
        return
    # Not all at the same moment: whatever overloaded the host would come back as one.
    delay_s = BACKOFF_S[fetch.attempts - 1] * random.uniform(0.75, 1.25)
    delay_s = max(delay_s, min(wait_s or 0, MOST_S))
    not_before = timezone.now() + timedelta(seconds=delay_s)
    released(fetch, status=Status.WAITING, not_before=not_before, problem=problem.model_dump())


def released(fetch: Fetch, **what: object) -> bool:
    """Write what became of a picture, if this process still holds it."""
    held: QuerySet[Fetch] = Fetch.objects.filter(
        pk=fetch.pk, token=fetch.token, status=Status.FETCHING
    )
    return bool(held.update(lease_until=None, token=None, **what))


def host_answered(name: str) -> None:
    FetchHost.objects.filter(pk=name, failures__gt=0).update(failures=0)


def host_failed(name: str, wait_s: float | None) -> None:
    """Ask the host less often with every failure, and not before it wants to be asked."""
    host = FetchHost.objects.get(pk=name)
    slower_s = min(settings.FETCH_INTERVAL_S * 2 ** min(host.failures, 20), HOST_REST_S)
    rest_s = max(slower_s, min(wait_s or 0, MOST_S))
    FetchHost.objects.filter(pk=name).update(
        failures=F("failures") + 1, next_at=timezone.now() + timedelta(seconds=rest_s)
    )


def host_give_up(fetch: Fetch, problem: Problem) -> None:
    """A host that answered nothing while one picture had all its attempts gets no more of them.

    Ten thousand pictures of a host that is gone would hold up their import for days.
    """
    if FetchHost.objects.filter(pk=fetch.host, failures__gte=HOST_GIVEN_UP).exists():
        others = fetch.source.fetches.filter(host=fetch.host, status=Status.WAITING)
        others.update(status=Status.FAILED, problem=problem.model_dump())
