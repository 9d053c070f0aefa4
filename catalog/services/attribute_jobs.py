"""Having attributes read: one job a photo, and never so many that a person's jobs are refused."""

from django.db import transaction
from django.utils import timezone

from catalog.models import Photo, Product, Shop, User
from imaging.errors import EngineError
from imaging.models import Job
from imaging.recipes import TAGS, tags
from imaging.services import job_create

# Jobs of one shop that wait at a time and that nobody waits for; its other photos wait without one.
WINDOW = 20


def photo_read_ask(*, photo: Photo, by: User | None, priority: int = Job.Priority.MORE) -> None:
    """Have a new photo's attributes read, where the shop has that done and nobody asked before."""
    is_new = photo.tags_job_id is None and photo.tags_wanted_at is None
    if is_new and photo.shop.are_photos_read:
        photo_read(photo, by, priority)


def product_read_ask(*, product: Product, by: User | None) -> int:
    """Have every photo read that was not, or where that failed; how many there are."""
    photos = product.photos.filter(deleted_at=None, made_from=None, findings=None)
    unread = list(photos.exclude(tags_job__status__in=Job.UNFINISHED).select_related("shop"))
    for photo in unread:
        photo_read(photo, by, Job.Priority.MORE)
    return len(unread)


def photo_read(photo: Photo, by: User | None, priority: int) -> None:
    """Queue a photo at once; it waits its turn where nobody waits for it, or the queue is full."""
    Photo.objects.filter(pk=photo.pk).update(tags_wanted_at=timezone.now())
    if priority == Job.Priority.LATER:
        photos_read_waiting(shop=photo.shop)
        return
    try:
        photo_claim(photo, priority, by)
    except EngineError as error:
        if error.code != "too_many_jobs":
            raise


def photos_read_waiting(*, shop: Shop | None = None) -> int:
    """Queue photos that wait, as many as their shops may have waiting; how many were."""
    waiting = Photo.objects.filter(tags_wanted_at__isnull=False, deleted_at=None)
    shops = [shop] if shop else Shop.objects.filter(pk__in=waiting.values("shop").distinct())
    return sum(shop_read_waiting(one) for one in shops)


def shop_read_waiting(shop: Shop) -> int:
    queued = Job.objects.of_tenant(shop.tenant).filter(status=Job.Status.QUEUED, recipe=TAGS)
    room = max(0, WINDOW - queued.count())
    waiting = Photo.objects.filter(shop=shop, tags_wanted_at__isnull=False, deleted_at=None)
    asked = 0
    for photo in list(waiting.select_related("shop").order_by("tags_wanted_at", "pk")[:room]):
        try:
            asked += photo_claim(photo, Job.Priority.LATER)
        except EngineError:  # the shop's queue is full: they wait until one of its jobs has ended
            break
    return asked


@transaction.atomic
def photo_claim(photo: Photo, priority: int, by: User | None = None) -> bool:
    """Queue a waiting photo; False when somebody else just did."""
    mine = Photo.objects.filter(pk=photo.pk, tags_wanted_at__isnull=False)
    if not mine.update(tags_wanted_at=None):
        return False
    job = job_create(
        tenant=photo.shop.tenant,
        recipe=tags(),
        inputs={"photo": {"file": photo.file, "sha256": photo.sha256}},
        requested_by=f"user-{by.pk}" if by else "",
        priority=priority,
    )
    Photo.objects.filter(pk=photo.pk).update(tags_job=job)
    return True
