"""What a picture file says of itself, and what this studio knows of it. For anybody."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Rendition, Review
from catalog.selectors.reviews import review_state
from imaging import codec
from imaging.codec import Header
from imaging.models import Job
from imaging.origin import signers
from imaging.provenance.read import Provenance, read
from imaging.provenance.watermark import payload_of_id
from imaging.provenance.watermark_code import PAYLOAD_BITS
from imaging.provenance.watermark_detect import Found, detect

MAX_BYTES = settings.MAX_VERIFY_MB * 1_000_000
MAX_PIXELS = 25_000_000  # the studio's own largest is 4096 px square
AT_ONCE, WAIT_S = 2, 10  # files looked at together in one process: 110 MB for the largest
UNKNOWN_BITS = 128 - PAYLOAD_BITS
_places = threading.BoundedSemaphore(AT_ONCE)

# ours: sealed by this studio and unchanged. changed: since it was sealed, by whomever. unchecked:
# its seal proves nothing, as when a certificate has run out. others: sealed and unchanged, by
# somebody else. marked: no seal, but the watermark of a picture made here, which can be copied.
# foreign_mark: its watermark is one of such a studio, and nothing is known of it here. claims: it
# says something that anybody can write. nothing: it says nothing.
Verdict = Literal[
    "ours", "changed", "unchecked", "others", "marked", "foreign_mark", "claims", "nothing"
]


@dataclass(frozen=True)
class Record:
    """All that a stranger is told of a picture made here: of its shop only once it is published."""

    made_on: date
    recipe: str
    is_published: bool
    shop: str


@dataclass(frozen=True)
class Verified:
    """A file as it was looked at. record: of the picture that its seal or else its mark names.

    is_derived: its mark names another picture than its seal: it was made from that one.
    """

    header: Header
    size: int
    provenance: Provenance
    mark: Found | None
    record: Record | None
    is_derived: bool

    @property
    def verdict(self) -> Verdict:
        if self.provenance.is_ours:
            return "ours"
        if self.provenance.is_altered:
            return "changed"
        if self.provenance.is_unchecked:
            return "unchecked"
        if self.provenance.seal != "absent":
            return "others"
        if self.mark:
            return "marked" if self.record else "foreign_mark"
        return "claims" if self.says_something else "nothing"

    @property
    def says_something(self) -> bool:
        said = self.provenance.said
        return bool(said.source or said.aigc or self.provenance.statement)


def file_verified(data: bytes) -> Verified:
    """What is known of the picture file `data`.

    Raises CatalogError where too many are looked at right now, and EngineError: file_empty,
    file_too_large, not_a_picture, picture_damaged, picture_too_large.
    """
    header = codec.probe(data, max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS, min_side=1)
    with one_of_few():
        provenance = read(data, signers())
        mark = detect(codec.decode(data, max_pixels=MAX_PIXELS).image)
    sealed = job_sealed(provenance)
    marked = job_marked(mark.payload) if mark else None
    job = sealed or marked
    return Verified(
        header=header,
        size=len(data),
        provenance=provenance,
        mark=mark,
        record=record_of(job) if job else None,
        is_derived=bool(mark and sealed and mark.payload != payload_of_id(sealed.pk)),
    )


@contextmanager
def one_of_few() -> Iterator[None]:
    """Wait for a place, so that a crowd of strangers takes neither all memory nor all cores."""
    if not _places.acquire(timeout=WAIT_S):
        raise CatalogError(_("Many files are being checked right now. Try again in a moment."))
    try:
        yield
    finally:
        _places.release()


def job_sealed(provenance: Provenance) -> Job | None:
    """The job that a whole seal of this studio names; what anybody can write names none."""
    if not provenance.is_ours:
        return None
    try:
        return Job.objects.filter(pk=UUID(provenance.produce_id)).first()
    except ValueError:
        return None


def job_marked(payload: int) -> Job | None:
    """The one job whose id begins with `payload`; None where there is none, or more than one."""
    first = payload << UNKNOWN_BITS
    last = first | (1 << UNKNOWN_BITS) - 1
    found = Job.objects.filter(pk__range=(UUID(int=first), UUID(int=last)))[:2]
    return found[0] if len(found) == 1 else None


def record_of(job: Job) -> Record:
    """What anybody may know of `job`."""
    shop = published_by(job)
    made = timezone.localtime(job.finished_at or job.created_at)
    return Record(made.date(), job.recipe, is_published=bool(shop), shop=shop)


def published_by(job: Job) -> str:
    """The public name of the shop whose approved picture the job made; "" where there is none."""
    made = Q(job=job) | Q(better_job=job) | Q(preview_job=job)
    rendition = Rendition.objects.filter(made, deleted_at=None).select_related("shop").first()
    if rendition is None or review_state(rendition) != Review.Verb.APPROVED:
        return ""
    return rendition.shop.name
