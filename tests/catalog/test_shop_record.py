"""What a moderator reads of a shop's record."""

from catalog.models import Review
from catalog.selectors import shop_record as selectors
from tests.factories import make_photo, make_product, make_rendition, make_shop


def decided(photo, owner, moderator, verb):
    rendition = make_rendition(photo)
    Review.objects.create(rendition=rendition, verb="submitted", by=owner)
    reasons = ["unsafe"] if verb == "rejected" else []
    Review.objects.create(rendition=rendition, verb=verb, by=moderator, reasons=reasons)


def test_of_a_large_shop_the_record_is_of_its_newest_pictures(
    shop, photo, owner, moderator, monkeypatch, django_assert_num_queries
):
    decided(photo, owner, moderator, "rejected")
    decided(photo, owner, moderator, "approved")
    decided(make_photo(make_product(make_shop())), owner, moderator, "approved")
    found = selectors.shop_record(shop)
    assert (found.approved, found.refused, found.is_part) == (1, 1, False)

    monkeypatch.setattr(selectors, "LAST", 1)

    with django_assert_num_queries(3):
        found = selectors.shop_record(shop)
    assert (found.approved, found.refused, found.is_part) == (1, 0, True)
    assert len(found.strikes) == 1  # what counts against it counts, however long ago
