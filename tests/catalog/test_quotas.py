"""Quotas: a sentence where a person asks, a word for programs, and imports that wait."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from catalog.importing.making import Pictures
from catalog.models import Rendition
from catalog.selectors.usage import Month
from catalog.services.import_advance import import_advance
from catalog.services.import_files import ImportFiles
from catalog.services.imports import import_receive, import_start
from catalog.services.photos import photo_add
from catalog.services.quotas import QuotaReached, quota_set, reached
from catalog.services.renditions import rendition_request
from imaging.models import Job
from tests.factories import make_photo, make_product, make_shop, make_user
from tests.flows.api_calls import api_of
from tests.pictures import product_jpeg
from tests.sheets import checked, csv_of, zip_of

CUTOUT = Pictures(recipe="cutout")


def allow(shop, **given) -> None:
    nothing = {"pictures_a_month": None, "rows_a_month": None, "stored_bytes": None}
    quota_set(shop=shop, **{**nothing, **given})
    cache.clear()


def ask(photo, owner):
    return rendition_request(photo=photo, recipe="cutout", preset=None, by=owner)


def test_without_a_quota_nothing_is_limited(photo, owner):
    for _ in range(3):
        ask(photo, owner)

    assert Rendition.objects.count() == 3


def test_a_shop_makes_as_many_pictures_a_month_as_it_may(photo, owner):
    allow(photo.shop, pictures_a_month=2)
    for _ in range(2):
        ask(photo, owner)

    with pytest.raises(QuotaReached) as refused:
        ask(photo, owner)

    assert "its 2 pictures of this month" in refused.value.sentence
    assert Rendition.objects.count() == Job.objects.count() == 2


def test_what_failed_or_was_made_last_month_or_reads_photos_does_not_count(photo, owner):
    allow(photo.shop, pictures_a_month=1)
    ask(photo, owner)
    Job.objects.update(status="failed", error_code="no_product", finished_at=timezone.now())
    ask(photo, owner)
    Job.objects.update(created_at=timezone.now() - timedelta(days=32))
    ask(photo, owner)
    Job.objects.update(recipe="tags")

    ask(photo, owner)


def test_the_quota_of_one_shop_is_not_anothers(photo, owner):
    allow(make_shop(owner=make_user()), pictures_a_month=0)

    ask(photo, owner)


def test_programs_get_a_word_and_people_a_page(photo, owner, client_of):
    allow(photo.shop, pictures_a_month=0)

    answer = api_of(photo.shop).post("renditions/", {"photos": [photo.pk], "recipe": "cutout"})
    page = client_of(owner).post(
        f"/s/teashop/products/{photo.product_id}/make/",
        {"photos": [photo.pk], "recipe": "cutout"},
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "quota_pictures")
    assert page.status_code == 422, page.status_code
    assert not Rendition.objects.exists()


def test_a_shop_stores_as_much_as_it_may(shop, owner):
    first = make_photo(make_product(shop))
    allow(shop, stored_bytes=first.bytes + 100)

    with pytest.raises(QuotaReached, match="may store"):
        photo_add(product=first.product, name="a.jpg", data=product_jpeg(seed=9), by=owner)
    assert shop.photos.count() == 1


def two_rows(shop):
    sheet = csv_of(*({"sku": f"A-{n}", "title": "Cup", "photos": f"{n}.jpg"} for n in (1, 2)))
    photos = zip_of({f"{n}.jpg": product_jpeg(seed=n) for n in (1, 2)})
    return checked(shop, sheet, photos, makings=[CUTOUT])


def test_an_import_of_more_rows_than_are_left_does_not_begin(shop):
    source = two_rows(shop)
    allow(shop, rows_a_month=1)

    with pytest.raises(QuotaReached, match="2 rows; of the 1"):
        import_start(source=source)
    source.refresh_from_db()
    assert source.status == "checked"

    allow(shop, rows_a_month=2)
    import_start(source=source)


def test_rows_that_a_running_import_will_write_are_counted_already(shop):
    first, second = two_rows(shop), two_rows(shop)
    allow(shop, rows_a_month=3)
    import_start(source=first)

    with pytest.raises(QuotaReached):
        import_start(source=second)


def test_an_import_stops_asking_says_why_and_goes_on_when_there_is_more(shop):
    source = two_rows(shop)
    import_start(source=source)
    allow(shop, pictures_a_month=1)
    for _ in range(2):
        import_advance(source=source)

    assert (source.status, source.problem["code"]) == ("running", "quota_pictures")
    assert sorted(row.status for row in source.rows.all()) == ["jobs", "written"]
    assert Job.objects.count() == 1

    allow(shop, pictures_a_month=2)
    import_advance(source=source)
    assert (source.problem, Job.objects.count()) == ({}, 2)


def test_rows_whose_photos_find_no_room_wait_and_none_fails(shop):
    source = two_rows(shop)
    import_start(source=source)
    allow(shop, stored_bytes=0)
    import_advance(source=source)

    assert source.problem["code"] == "quota_stored"
    assert {row.status for row in source.rows.all()} == {"waiting"}

    allow(shop)
    import_advance(source=source)
    assert {row.status for row in source.rows.all()} == {"jobs"}


def test_the_command_ends_and_says_why_its_rows_wait(shop, tmp_path, monkeypatch, capsys):
    (tmp_path / "rows.csv").write_bytes(csv_of({"sku": "A-1", "title": "Cup", "photos": "1.jpg"}))
    (tmp_path / "1.jpg").write_bytes(product_jpeg())

    def full(**asked):
        raise reached("quota_stored", limit="1")

    monkeypatch.setattr("catalog.services.photos.stored_check", full)
    call_command("catalog_import", str(tmp_path), shop=shop.slug)

    assert "may store 1 GB" in capsys.readouterr().err
    source = shop.imports.get()
    assert (source.status, source.rows.get().status) == ("running", "waiting")


def test_files_of_an_import_need_room_too(shop):
    allow(shop, stored_bytes=10)
    files = ImportFiles(name="rows.csv", sheet=BytesIO(b"sku,title\nA-1,Cup\n"))

    with pytest.raises(QuotaReached):
        import_receive(shop=shop, by=None, files=files)
    assert not shop.imports.exists()


def test_months_are_whole_and_follow_each_other():
    december = Month.named("2026-12")

    assert (december.before.name, december.after.name) == ("2026-11", "2027-01")
    assert len(Month.named("2028-02").days) == 29
    assert Month.now().first.day == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_take_the_last_picture_twice(photo, owner):
    allow(photo.shop, pictures_a_month=1)
    gate, got = threading.Barrier(4), []

    def run() -> None:
        gate.wait()
        try:
            got.append(ask(photo, owner))
        except QuotaReached:
            got.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(one is not None for one in got) == 1
