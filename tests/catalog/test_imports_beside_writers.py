"""An import goes on while workers write to the same database."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalog.importing.making import Making
from catalog.models import Import, ImportRow, Product, Shop
from catalog.services import import_jobs
from tests import factories

MANY = 2_100  # more than Django reads of a result at once


@pytest.mark.django_db(transaction=True)
def test_rows_ask_for_their_jobs_while_somebody_else_writes(monkeypatch):
    shop = factories.make_shop(owner=factories.make_user())
    source = Import.objects.create(
        shop=shop, name="rows.csv", file="x", status=Import.Status.RUNNING, makings=[]
    )
    product = Product.objects.create(shop=shop, title="Blue bottle")
    ImportRow.objects.bulk_create(
        ImportRow(source=source, number=number, cells={}, product=product, status="written")
        for number in range(MANY)
    )
    monkeypatch.setattr(import_jobs, "AT_ONCE", 10)
    asks = import_jobs.row_ask_jobs

    def ask_beside(row: ImportRow, makings: Sequence[Making]) -> None:
        writer = threading.Thread(target=write, args=[shop])
        writer.start()
        writer.join()
        asks(row, makings)

    monkeypatch.setattr(import_jobs, "row_ask_jobs", ask_beside)

    import_jobs.import_ask_jobs(source=source, until=timezone.now() + timedelta(minutes=1))

    assert source.rows.filter(status=ImportRow.Status.JOBS).count() == 10


def write(shop: Shop) -> None:
    Shop.objects.filter(pk=shop.pk).update(name="Renamed")
    connection.close()
