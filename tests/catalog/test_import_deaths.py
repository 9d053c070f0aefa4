"""Imports whose writers die, race or crash: every row is written once."""

import threading
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from catalog.models import Import, ImportRow, Photo, Product
from catalog.services import import_rows
from catalog.services.import_advance import import_take, imports_advance
from catalog.services.import_rows import row_claim, row_write
from catalog.services.imports import (
    import_start,
)
from tests.sheets import (
    BOTTLE,
    PHOTOS,
    SHEET,
    checked,
    csv_of,
    done,
    numbers,
    reasons,
    received,
)


def test_checking_goes_on_where_a_turn_ended(shop, monkeypatch):
    monkeypatch.setattr("catalog.importing.check.BATCH", 2)
    monkeypatch.setattr("catalog.services.import_advance.TURN", timedelta(microseconds=500))
    titles = [{"sku": f"S{number % 5}", "title": "T"} for number in range(7)]
    source = received(shop, csv_of(*titles))
    turns = 0
    while source.status == Import.Status.CHECKING:
        imports_advance()
        source.refresh_from_db()
        turns += 1

    assert turns > 1
    assert [row.number for row in source.rows.all()] == list(range(2, 9))
    assert reasons(source) == {7: ["sku_twice"], 8: ["sku_twice"]}


def test_a_row_whose_writer_died_is_written_by_the_next(shop):
    source = checked(shop, SHEET, PHOTOS)
    import_start(source=source)
    lost = row_claim(source=source)

    imports_advance()
    source.refresh_from_db()
    assert source.status == Import.Status.RUNNING
    assert numbers(source) == (2, 1, 1, 0, 0, 0)

    ImportRow.objects.filter(pk=lost.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    imports_advance()
    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    assert source.status == Import.Status.DONE


def test_a_writer_that_died_between_product_and_photos_leaves_no_double(shop, monkeypatch):
    source = checked(shop, SHEET, PHOTOS)
    import_start(source=source)

    def killed(**_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(import_rows, "photo_add", killed)
        with pytest.raises(SystemExit):
            imports_advance()
    assert Product.objects.count() == 1
    assert not Photo.objects.exists()

    long_ago = timezone.now() - timedelta(seconds=1)
    ImportRow.objects.filter(status="claimed").update(lease_until=long_ago)
    Import.objects.update(lease_until=long_ago)
    imports_advance()

    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    assert (Product.objects.count(), Photo.objects.count()) == (2, 3)


def test_a_writer_that_was_overtaken_writes_no_result(shop):
    source = checked(shop, csv_of(BOTTLE), PHOTOS)
    import_start(source=source)
    slow = row_claim(source=source)
    ImportRow.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    fast = row_claim(source=source)

    row_write(row=slow, archive=None)

    fast.refresh_from_db()
    assert (fast.status, fast.problems) == (ImportRow.Status.CLAIMED, [])


def test_a_crash_ends_its_row_and_not_the_import(shop, monkeypatch):
    def crash(**_):
        raise RuntimeError("a bug")

    monkeypatch.setattr(import_rows, "photo_add", crash)

    source = done(shop, csv_of(BOTTLE, {"sku": "C", "title": "Cup"}), PHOTOS)

    assert reasons(source) == {2: ["row_crashed"]}
    assert source.status == Import.Status.DONE


@pytest.mark.django_db(transaction=True)
def test_two_processes_never_write_one_row_twice(shop):
    sheet = csv_of(*({"sku": f"S{number}", "title": f"T{number}"} for number in range(30)))
    sources = [checked(shop, sheet), checked(shop, sheet)]
    for source in sources:
        import_start(source=source)
    written: list[int] = []

    def race(source: Import) -> None:
        try:
            while row := row_claim(source=source):
                row_write(row=row, archive=None)
                written.append(row.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(source,)) for source in sources * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(written) == len(set(written)) == 60
    assert Product.objects.count() == 30
    first, second = map(numbers, sources)
    assert (first[2] + second[2], first[4] + second[4], first[5] + second[5]) == (30, 30, 0)


def test_an_import_that_somebody_holds_is_left_alone(shop):
    source = received(shop, SHEET, PHOTOS)
    assert import_take(source=source)
    assert not import_take(source=source)

    imports_advance()
    assert not source.rows.exists()

    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    imports_advance()
    assert source.rows.count() == 2


def test_an_import_that_breaks_does_not_stop_the_others(shop):
    broken, good = received(shop, SHEET, PHOTOS), received(shop, SHEET, PHOTOS)
    default_storage.delete(broken.photos)

    imports_advance()

    broken.refresh_from_db(), good.refresh_from_db()
    assert (broken.status, good.status) == ("checking", "checked")
