"""Keeping hashes of what is submitted, and telling what it nearly is."""

from base64 import b64decode
from collections.abc import Iterator

from django.core.files.storage import default_storage

from catalog.models import Photo, PictureHash, Rendition
from catalog.reasons import REASONS, REJECTED
from catalog.risk.findings import RowFinding
from catalog.risk.hashes import Fingerprint
from catalog.selectors.near_duplicates import Near, rejection_reasons, renditions_near
from imaging import codec
from imaging.labels import Label
from imaging.screening import Evidence, Measured
from imaging.screening.looks import look

NOT_OWNED = "picture_not_owned"
SURE, LESS_SURE = 0.95, 0.06  # of the same hash; less by the second for each bit apart
MOST_TOLD = 3  # of each kind


def prints_keep(*, rendition: Rendition, picture: Fingerprint | None) -> tuple[Fingerprint, ...]:
    """Keep the fingerprints of a submitted picture and of its photo; those that there are.

    picture: None where it is too flat to be told from others.
    """
    kinds = {
        PictureHash.Kind.PICTURE: picture,
        PictureHash.Kind.PHOTO: photo_print(rendition.photo),
    }
    rows = [
        PictureHash.of(
            one.bits, look=one.look, rendition=rendition, shop_id=rendition.shop_id, kind=kind
        )
        for kind, one in kinds.items()
        if one
    ]
    PictureHash.objects.bulk_create(rows, ignore_conflicts=True)
    return tuple(one for one in kinds.values() if one)


def picture_print(measured: Measured) -> Fingerprint | None:
    """The fingerprint that the checks' workers took of a finished picture."""
    if measured.phash is None:
        return None
    return Fingerprint(int(measured.phash, 16), b64decode(measured.look or ""))


def photo_print(photo: Photo | None) -> Fingerprint | None:
    """The fingerprint of a photo, by its thumbnail; None where it is flat or gone."""
    from imaging.screening.phash import phash  # OpenCV: the web process does without

    if photo is None or not default_storage.exists(photo.thumbnail):
        return None
    with default_storage.open(photo.thumbnail) as file:
        image = codec.decode(file.read()).image
    bits = phash(image)
    return Fingerprint(int(bits, 16), look(image)) if bits else None


def near_findings(*, rendition: Rendition, prints: tuple[Fingerprint, ...]) -> Iterator[RowFinding]:
    """What a submitted picture nearly is: ones that were rejected, ones of other shops."""
    near = renditions_near(rendition=rendition, prints=prints)
    rejected = [one for one in near if one.was_rejected]
    elsewhere = [one for one in near if not one.was_rejected]
    yield from map(rejected_before, rejected[:MOST_TOLD])
    yield from map(duplicate, elsewhere[:MOST_TOLD])


def rejected_before(near: Near) -> RowFinding:
    """It nearly is a picture that was rejected, for the reason of that rejection."""
    code = next(iter(rejection_reasons(near.rendition)), "other")
    return RowFinding(
        check="rejected_before",
        code=code if REJECTED in REASONS[code].verbs else "other",
        confidence=sureness(near),
        says=Label(
            en="Nearly the same as a picture that was rejected",
            zh="与一张曾被驳回的图片几乎相同",
        ),
        evidence=evidence(near),
    )


def duplicate(near: Near) -> RowFinding:
    """It nearly is a picture that another shop submitted."""
    return RowFinding(
        check="duplicate",
        code=NOT_OWNED,
        confidence=sureness(near),
        says=Label(
            en="Nearly the same as a picture of another shop", zh="与其他店铺的图片几乎相同"
        ),
        evidence=evidence(near),
    )


def sureness(near: Near) -> float:
    return round(SURE - LESS_SURE * near.apart, 3)


def evidence(near: Near) -> Evidence:
    rendition = near.rendition
    values = {"rendition": rendition.pk, "shop": rendition.shop.name, "bits_apart": near.apart}
    return Evidence(values=values)
