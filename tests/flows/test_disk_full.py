"""A disk that runs full is said in a sentence, wherever it is found."""

import errno

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from tests.factories import make_product

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "The storage is full"


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database or disk is full"),
        OperationalError('could not extend file "base/1": No space left on device'),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_page_that_cannot_be_saved_says_why(client_of, owner, shop, monkeypatch, error):
    def full(**fields: object) -> None:
        raise error

    monkeypatch.setattr("catalog.views.products.products.product_create", full)
    form = {"title": "Pot", "variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0}
    answer = client_of(owner).post(reverse("catalog:product_create", args=[shop.slug]), form)
    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()


def fill(cursor):
    """Use up every free page; ends with the database's error."""
    while True:
        cursor.execute("INSERT INTO filler VALUES (randomblob(3000))")


@pytest.fixture
def full_database():
    """An SQLite file that may not grow and has no free page left."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (data BLOB)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        with pytest.raises(OperationalError, match="full"):
            fill(cursor)
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 4294967294")
        cursor.execute("DROP TABLE filler")


@pytest.fixture
def before(shop):
    """A product that was saved while there was room."""
    return make_product(shop, description="before")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="fills an SQLite file")
def test_a_database_that_is_really_full_keeps_nothing_half(client_of, owner, request, shop, before):
    client = client_of(owner)
    request.getfixturevalue("full_database")  # after everybody is there and signed in
    form = {"title": "Pot", "description": "long " * 1_900}
    form |= {"variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0}
    answer = client.post(reverse("catalog:product_edit", args=[shop.slug, before.pk]), form)
    before.refresh_from_db()
    assert (answer.status_code, before.description) == (422, "before")
    assert SENTENCE in answer.content.decode()


def test_other_trouble_of_the_database_is_no_full_disk(client_of, owner, shop, monkeypatch):
    def locked(**fields: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("catalog.views.products.products.product_create", locked)
    client = client_of(owner)
    client.raise_request_exception = False
    form = {"title": "Pot", "variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0}
    answer = client.post(reverse("catalog:product_create", args=[shop.slug]), form)
    assert answer.status_code == 500
