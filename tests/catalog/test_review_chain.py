"""The chain of reviews: what was changed, removed or slipped in behind it is found."""

import hashlib
import importlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from catalog.models import Review, ReviewChain
from catalog.models.review_chain import GENESIS, chained_hash
from catalog.selectors.review_chain import review_chain_verdict
from tests.factories import make_photo, make_product, make_rendition


@pytest.fixture
def chain(photo, owner, moderator):
    """Four reviews of two pictures."""
    first, second = make_rendition(photo), make_rendition(photo)
    return [
        Review.objects.create(rendition=first, verb="submitted", by=owner),
        Review.objects.create(rendition=second, verb="submitted", by=owner),
        Review.objects.create(
            rendition=first, verb="rejected", by=moderator, reasons=["unsafe"], note="杯子"
        ),
        Review.objects.create(rendition=second, verb="approved", by=moderator),
    ]


def behind_its_back(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_row_names_the_row_before_it_whatever_picture_it_is_about(chain):
    assert [one.previous_hash for one in chain] == [GENESIS, *(one.hash for one in chain[:3])]
    assert len({one.hash for one in chain}) == 4
    end = ReviewChain.objects.get()
    assert (end.length, end.head) == (4, chain[3].hash)
    assert review_chain_verdict().is_whole


def test_the_hash_is_the_stated_one(rendition_row):
    written = (
        '{"about":null,"by":7,"by_member":false,"created_at":"2026-11-23T10:00:00.000000+00:00",'
        '"note":"杯子","picture":"ab","previous_hash":"' + GENESIS + '","reasons":["unsafe"],'
        '"rendition":3,"verb":"rejected"}'
    )
    assert chained_hash(rendition_row, GENESIS) == hashlib.sha256(written.encode()).hexdigest()


@pytest.fixture
def rendition_row():
    return Review(
        rendition_id=3,
        picture="ab",
        verb="rejected",
        by_id=7,
        reasons=["unsafe"],
        note="杯子",
        created_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
    )


def test_a_row_vouches_for_the_file_that_was_looked_at(chain):
    assert chain[0].picture == chain[0].rendition.job.outputs["picture"]["sha256"]
    assert len(chain[0].picture) == 64


@pytest.mark.parametrize(
    "column, value",
    [
        ("verb", "needs_changes"),
        ("note", "A cup"),
        ("reasons", '["person_shown"]'),
        ("created_at", "2026-01-01 00:00:00+00:00"),
        ("picture", "0" * 64),
    ],
)
def test_a_changed_row_is_named(chain, column, value):
    # The column comes from the list above, never from a person.
    behind_its_back(f"UPDATE catalog_review SET {column} = %s WHERE id = %s", value, chain[2].pk)

    verdict = review_chain_verdict()
    assert (verdict.fault, verdict.at, verdict.length) == ("changed", chain[2].pk, 2)
    with pytest.raises(CommandError, match=f"Review {chain[2].pk} was changed"):
        call_command("review_chain_verify")


def test_a_changed_last_row_is_found_even_with_its_hash_made_anew(chain):
    last = chain[3]
    last.note = "x"
    forged = chained_hash(last, last.previous_hash)
    behind_its_back(
        "UPDATE catalog_review SET note = 'x', hash = %s WHERE id = %s", forged, last.pk
    )

    assert (review_chain_verdict().fault, review_chain_verdict().at) == ("changed", last.pk)


def test_a_removed_row_is_found_in_the_middle_and_at_the_end(chain):
    with transaction.atomic():
        behind_its_back("DELETE FROM catalog_review WHERE id = %s", chain[1].pk)
        assert (review_chain_verdict().fault, review_chain_verdict().at) == ("broken", chain[2].pk)
        transaction.set_rollback(True)


def test_removed_newest_rows_are_found(chain):
    behind_its_back("DELETE FROM catalog_review WHERE id = %s", chain[3].pk)

    assert review_chain_verdict().fault == "cut"
    with pytest.raises(CommandError, match="newest reviews were removed"):
        call_command("review_chain_verify")


def test_a_row_put_behind_the_end_is_found_even_when_its_hash_fits(chain, owner):
    end = ReviewChain.objects.get()
    Review.objects.create(rendition=chain[0].rendition, verb="submitted", by=owner)
    ReviewChain.objects.filter(pk=1).update(length=end.length, head=end.head)

    verdict = review_chain_verdict()
    assert (verdict.fault, verdict.length) == ("added", 5)


def test_a_chain_written_anew_as_a_whole_is_found_by_a_hash_that_was_kept(chain):
    out = StringIO()
    call_command("review_chain_verify", stdout=out)
    assert f"4 reviews, none changed. The last hash: {chain[3].hash}" in out.getvalue()
    call_command("review_chain_verify", holds=chain[1].hash, stdout=out)

    with pytest.raises(CommandError, match="written anew"):
        call_command("review_chain_verify", holds="f" * 64)


def test_an_empty_chain_is_whole(db):
    assert (review_chain_verdict().length, review_chain_verdict().is_whole) == (0, True)


def test_rows_are_chained_one_by_one(chain):
    with pytest.raises(TypeError, match="one by one"):
        Review.objects.bulk_create([Review()])


def test_a_shop_and_a_person_with_reviews_are_kept_and_a_person_can_be_made_anonymous(
    chain, shop, moderator
):
    for row in (shop, moderator, chain[0].rendition):
        with pytest.raises(ProtectedError):
            row.delete()
    moderator.email = "gone@example.com"
    moderator.save()
    assert review_chain_verdict().is_whole


def test_the_database_lets_no_two_rows_follow_one(chain):
    with pytest.raises(IntegrityError), transaction.atomic():
        behind_its_back(
            "UPDATE catalog_review SET previous_hash = %s WHERE id = %s",
            chain[0].hash,
            chain[3].pk,
        )


def test_rows_from_before_the_chain_are_chained(chain):
    before = [one.hash for one in chain]
    migration = importlib.import_module("catalog.migrations.0014_old_reviews_chained")
    behind_its_back("UPDATE catalog_review SET hash = 'h' || id, previous_hash = 'p' || id")
    ReviewChain.objects.all().delete()

    migration.chain(Unguarded(), None)

    assert list(Review.objects.order_by("pk").values_list("hash", flat=True)) == before
    assert review_chain_verdict().is_whole


class Unguarded:
    """The models as a migration sees them: without the manager that forbids changes."""

    def get_model(self, app, name):
        model = apps.get_model(app, name)
        if name != "Review":
            return model
        return type("Old", (), {"objects": model._base_manager})


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_never_fork_the_chain(shop, owner):
    photo = make_photo(make_product(shop))
    pictures = [make_rendition(photo) for _ in range(4)]
    start = threading.Barrier(4)

    def write(rendition):
        start.wait()
        try:
            for _ in range(10):
                Review.objects.create(rendition=rendition, verb="submitted", by=owner)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(write, one) for one in pictures]:
            done.result(60)

    verdict = review_chain_verdict()
    assert (verdict.length, verdict.fault) == (40, "")


# A part of the chain


def test_the_newest_rows_alone_may_be_gone_through_and_the_rest_is_counted(chain):
    verdict = review_chain_verdict(newest=2)
    assert (verdict.is_whole, verdict.length, verdict.left_out) == (True, 4, 2)
    assert verdict.head == chain[3].hash
    everything = review_chain_verdict(newest=4)
    assert (everything.is_whole, everything.length, everything.left_out) == (True, 4, 0)


@pytest.mark.parametrize("place, is_found", [(1, False), (2, True), (3, True)])
def test_of_a_part_a_change_is_found_in_the_part(chain, place, is_found):
    behind_its_back("UPDATE catalog_review SET note = 'x' WHERE id = %s", chain[place].pk)
    verdict = review_chain_verdict(newest=2)
    assert (verdict.fault, verdict.at) == (("changed", chain[place].pk) if is_found else ("", None))


@pytest.mark.parametrize("place", [2, 3])
def test_of_a_part_a_row_that_was_removed_is_missed(chain, place):
    behind_its_back("DELETE FROM catalog_review WHERE id = %s", chain[place].pk)
    assert not review_chain_verdict(newest=2).is_whole
