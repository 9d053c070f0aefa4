"""Pictures that are nearly the same as one that was rejected, or as another shop's."""

from base64 import b64encode

import numpy as np
import pytest

from catalog.models import PictureHash, Review
from catalog.risk.hashes import Fingerprint
from catalog.selectors.near_duplicates import renditions_near
from catalog.services.near_duplicates import near_findings, photo_print, picture_print, prints_keep
from imaging.screening import Measured
from imaging.screening.looks import look
from tests.factories import make_photo, make_product, make_rendition, make_shop, make_user
from tests.pictures import jpeg_of, opened, product_jpeg

BITS = 0x0F0F_1234_5678_9ABC


def plain(red, green, blue):
    return look(np.full((40, 40, 3), (red, green, blue), np.uint8))


GREEN, DARKER_GREEN, BLUE = plain(40, 160, 60), plain(36, 148, 55), plain(40, 60, 160)


def kept(rendition, bits, look=b""):
    row = PictureHash.of(bits, rendition=rendition, shop=rendition.shop, kind="picture", look=look)
    row.save()
    return row


def flipped(bits, count):
    return bits ^ sum(1 << place for place in range(0, 8 * count, 8))


@pytest.fixture
def rendition(photo):
    return make_rendition(photo)


@pytest.fixture
def elsewhere(db):
    return make_rendition(make_photo(make_product(make_shop(name="Copycats"))))


def reject(rendition, *reasons):
    person = make_user(is_moderator=True)
    rows = {"rendition": rendition, "by": person}
    Review.objects.create(**rows, verb="submitted")
    Review.objects.create(**rows, verb="rejected", reasons=list(reasons))


@pytest.mark.parametrize(("apart", "is_near"), [(0, True), (3, True), (7, True), (8, False)])
def test_a_hash_is_near_up_to_seven_bits_away(rendition, apart, is_near):
    row = kept(rendition, BITS)
    assert PictureHash.objects.near(flipped(BITS, apart)) == ({row.pk: apart} if is_near else {})


def test_a_hash_with_its_highest_bit_set_is_kept_and_found(rendition):
    row = kept(rendition, 2**64 - 1)
    row.refresh_from_db()
    assert row.bits == -1
    assert str(row) == "ffffffffffffffff"
    assert PictureHash.objects.near(2**64 - 2) == {row.pk: 1}


def test_a_picture_of_another_shop_is_told_with_the_shop_and_the_distance(rendition, elsewhere):
    kept(elsewhere, BITS)
    [found] = near_findings(rendition=rendition, prints=(Fingerprint(flipped(BITS, 2)),))
    assert (found.check, found.code, found.confidence) == ("duplicate", "picture_not_owned", 0.83)
    told = found.evidence.values
    assert told == {"rendition": elsewhere.pk, "shop": "Copycats", "bits_apart": 2}


def test_the_same_shape_in_another_colour_is_another_picture(rendition, elsewhere):
    kept(elsewhere, BITS, GREEN)
    assert renditions_near(rendition=rendition, prints=(Fingerprint(BITS, BLUE),)) == []
    [near] = renditions_near(rendition=rendition, prints=(Fingerprint(BITS, DARKER_GREEN),))
    assert (near.rendition, near.apart) == (elsewhere, 0)


def test_a_hash_of_before_looks_were_kept_tells_by_its_bits_alone(rendition, elsewhere):
    kept(elsewhere, BITS)
    [near] = renditions_near(rendition=rendition, prints=(Fingerprint(BITS, BLUE),))
    assert near.rendition == elsewhere


def test_another_picture_of_the_same_shop_says_nothing_unless_it_was_rejected(rendition, photo):
    before = make_rendition(photo)
    kept(before, BITS)
    assert renditions_near(rendition=rendition, prints=(Fingerprint(BITS),)) == []
    reject(before, "banned_goods")
    [found] = near_findings(rendition=rendition, prints=(Fingerprint(BITS),))
    assert (found.check, found.code, found.confidence) == ("rejected_before", "banned_goods", 0.95)


def test_a_picture_is_not_near_itself(rendition):
    kept(rendition, BITS)
    reject(rendition, "unsafe")
    assert renditions_near(rendition=rendition, prints=(Fingerprint(BITS),)) == []


def test_the_nearest_comes_first_by_the_nearer_of_two_hashes(rendition, elsewhere):
    other = make_rendition(make_photo(make_product(make_shop())))
    kept(elsewhere, flipped(BITS, 5))
    kept(other, flipped(BITS, 1))
    near = renditions_near(
        rendition=rendition, prints=(Fingerprint(BITS), Fingerprint(flipped(BITS, 1)))
    )
    assert [(one.rendition, one.apart) for one in near] == [(other, 0), (elsewhere, 4)]


def test_the_hashes_of_a_picture_and_of_its_photo_are_kept_once(rendition):
    picture = picture_print(Measured(phash=f"{BITS:016x}", look=b64encode(GREEN).decode()))
    first = prints_keep(rendition=rendition, picture=picture)
    assert first == (Fingerprint(BITS, GREEN), photo_print(rendition.photo))
    assert prints_keep(rendition=rendition, picture=picture) == first
    kinds = rendition.picture_hashes.values_list("kind", flat=True).order_by("kind")
    assert list(kinds) == ["photo", "picture"]


def test_a_picture_too_flat_to_be_told_from_others_leaves_no_hash(rendition):
    rendition.photo = None
    assert prints_keep(rendition=rendition, picture=picture_print(Measured())) == ()
    assert not PictureHash.objects.exists()


def test_the_photo_of_one_shop_saved_anew_by_another_is_found(product, elsewhere):
    data = product_jpeg(seed=77)
    original = make_photo(elsewhere.product, data)
    copied = make_photo(product, jpeg_of(opened(data)[8:-8, 8:-8], quality=60))
    prints_keep(rendition=make_rendition(original), picture=None)
    stolen = make_rendition(copied)
    [found] = near_findings(rendition=stolen, prints=prints_keep(rendition=stolen, picture=None))
    assert found.check == "duplicate"
