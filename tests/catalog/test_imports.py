"""Imports: every row written once, whatever dies, races or is wrong on the way."""

import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.problems import UnreadableFile, problem_of
from catalog.models import Import, ImportRow, Photo, Product, Rendition, Variant
from catalog.selectors.imports import (
    ImportProgress,
    import_counts,
    import_errors_csv,
    import_progress,
)
from catalog.services import import_jobs, import_rows
from catalog.services.import_advance import import_take, imports_advance
from catalog.services.import_rows import row_claim, row_write
from catalog.services.imports import (
    FILES_KEPT,
    ImportFiles,
    Making,
    import_cancel,
    import_files_forget,
    import_receive,
    import_retry,
    import_start,
)
from imaging import recipes
from imaging.engines import registry
from imaging.errors import EngineError
from imaging.labels import Label
from imaging.models import Job
from imaging.recipes import Recipe, RecipeSpec, Step
from imaging.runner import run_next
from tests import quick_engine
from tests.pictures import flat_picture, jpeg_of
from tests.sheets import checked, csv_of, done, reasons, received, zip_of

BOTTLE = {"sku": "A", "title": "Bottle", "price": "12.50", "currency": "EUR", "photos": "a.jpg"}
POT = {"sku": "B", "title": "Teapot", "photos": "b.jpg|c.jpg"}
RED, GREEN, BLUE = (
    jpeg_of(flat_picture(colour=one)) for one in ((200, 0, 0), (0, 200, 0), (0, 0, 200))
)
PHOTOS = zip_of({"a.jpg": RED, "b.jpg": GREEN, "c.jpg": BLUE})
SHEET = csv_of(BOTTLE, POT)
QUICK = Making("quick")


def files_stored() -> list[str]:
    """Every file in storage."""
    root = Path(default_storage.path(""))
    return [str(path) for path in root.rglob("*") if path.is_file()]


def numbers(source: Import) -> tuple[int, ...]:
    """rows, products, created, changed, skipped, errors"""
    source.refresh_from_db()
    return tuple(import_counts(source).values())


@pytest.fixture
def quick(monkeypatch) -> dict[str, str]:
    """A recipe of the quick engine; its step gets the parameters that are put in here."""
    params: dict[str, str] = {}
    monkeypatch.setitem(registry.ENGINES, "quick", quick_engine.SPEC)
    registry.load.cache_clear()

    def build(channel, mask):
        return Recipe(key="quick", steps=(Step(engine="quick", params=dict(params)),))

    label = Label(en="Quick", zh="快")
    monkeypatch.setitem(recipes.RECIPES, "quick", RecipeSpec(label, build, needs_preset=False))
    return params


def work() -> int:
    """Run every waiting job; how many."""
    count = 0
    while run_next(queue="cpu", worker="test"):
        count += 1
    return count


def test_an_import_is_checked_before_anything_is_written(shop):
    source = checked(shop, SHEET, PHOTOS)

    assert source.status == Import.Status.CHECKED
    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    assert not Product.objects.exists()
    assert source.columns["photos"] == "photos"


def test_a_started_import_writes_products_variants_and_photos(shop):
    source = done(shop, SHEET, PHOTOS)

    assert source.status == Import.Status.DONE
    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    bottle = Variant.objects.get(sku="A")
    assert (str(bottle.price), bottle.currency, bottle.product.title) == ("12.50", "EUR", "Bottle")
    pot = Variant.objects.get(sku="B").product
    assert [photo.name for photo in pot.photos.all()] == ["b.jpg", "c.jpg"]
    assert default_storage.open(pot.photos.all()[0].file).read() == GREEN


def test_the_same_import_again_changes_nothing(shop):
    done(shop, SHEET, PHOTOS)
    before = list(Photo.objects.values()), list(Product.objects.values())

    again = checked(shop, SHEET, PHOTOS)

    assert numbers(again) == (2, 2, 0, 0, 2, 0)
    import_start(source=again)
    imports_advance()
    assert numbers(again) == (2, 2, 0, 0, 2, 0)
    assert (list(Photo.objects.values()), list(Product.objects.values())) == before


@pytest.mark.parametrize(
    "difference",
    [
        {"title": "Blue bottle"},
        {"price": "13"},
        {"currency": "USD"},
        {"category": "Glass"},
        {"photos": "a.jpg|b.jpg"},
    ],
)
def test_what_differs_is_changed_and_foreseen_as_changed(shop, difference):
    done(shop, csv_of(BOTTLE), PHOTOS)

    source = checked(shop, csv_of(BOTTLE | difference), PHOTOS)

    assert numbers(source) == (1, 1, 0, 1, 0, 0)
    import_start(source=source)
    imports_advance()
    assert numbers(source) == (1, 1, 0, 1, 0, 0)
    assert Product.objects.count() == 1


def test_empty_cells_and_other_variants_stay_as_they_are(shop):
    done(shop, csv_of(BOTTLE | {"description": "Of glass"}), PHOTOS)
    product = Product.objects.get()
    Variant.objects.create(shop=shop, product=product, sku="A-2", price="9", currency="EUR")

    done(shop, csv_of({"sku": "A", "title": "New title"}))

    product.refresh_from_db()
    assert (product.title, product.description) == ("New title", "Of glass")
    kept = list(product.variants.values_list("sku", "currency"))
    assert kept == [("A", "EUR"), ("A-2", "EUR")]
    assert str(product.variants.get(sku="A").price) == "12.50"


def test_another_shop_with_the_same_sku_is_never_touched(shop, stranger):
    elsewhere = stranger.memberships.get().shop
    done(elsewhere, csv_of(BOTTLE | {"title": "Theirs"}), PHOTOS)

    source = done(shop, csv_of(BOTTLE), PHOTOS)

    assert numbers(source) == (1, 1, 1, 0, 0, 0)
    assert Product.objects.get(shop=elsewhere).title == "Theirs"


def test_what_is_wrong_with_a_row_stops_that_row_only(shop):
    bad = jpeg_of(flat_picture())[:-300]
    photos = zip_of({"a.jpg": RED, "bad.jpg": bad, "x/two.jpg": RED, "y/two.jpg": RED})
    sheet = csv_of(
        BOTTLE,
        {"sku": "B", "title": "Pot", "photos": "a.jpg|missing.jpg"},
        {"sku": "C", "title": "Cup", "photos": "bad.jpg"},
        {"sku": "D", "title": "Jug", "photos": "two.jpg"},
        {"sku": "A", "title": "Bottle again"},
        {"sku": "", "title": "", "price": "x"},
        {"sku": "E", "title": "Jar"},
    )

    source = done(shop, sheet, photos)

    assert reasons(source) == {
        3: ["photo_missing"],
        4: ["picture_damaged"],
        5: ["photo_ambiguous"],
        6: ["sku_twice"],
        7: ["sku_missing", "title_missing", "price_unreadable"],
    }
    assert numbers(source) == (7, 2, 2, 0, 0, 5)
    assert set(Variant.objects.values_list("sku", flat=True)) == {"A", "E"}
    assert Photo.objects.count() == 1
    row = source.rows.get(number=6)
    assert problem_of(row.problems[0]).in_language("en") == (
        "The SKU “A” was already used in row 2."
    )


def test_photos_without_a_zip_are_an_error_of_the_row(shop):
    assert reasons(checked(shop, csv_of(BOTTLE))) == {2: ["photos_without_zip"]}


def test_a_file_that_cannot_be_read_leaves_nothing_behind(shop):
    for sheet, photos in ((b"\x00", None), (SHEET, b"no zip"), (b"a,b\n", PHOTOS)):
        with pytest.raises(UnreadableFile):
            received(shop, sheet, photos)

    assert not Import.objects.exists()
    assert files_stored() == []


def test_a_table_that_breaks_off_is_unreadable_and_leaves_no_rows(shop):
    source = checked(shop, SHEET + b'C,"no end', PHOTOS)

    assert source.status == Import.Status.UNREADABLE
    assert problem_of(source.problem).code == "table_broken"
    assert not source.rows.exists()
    assert files_stored() == []


def test_a_full_disk_leaves_nothing_behind(shop, monkeypatch):
    def full(**_):
        raise EngineError("disk_full")

    monkeypatch.setattr("catalog.services.imports.room_check", full)
    with pytest.raises(EngineError):
        received(shop, SHEET)

    assert not Import.objects.exists()


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


def test_every_photo_is_asked_for_and_the_row_is_done_when_its_jobs_are(shop, quick):
    source = done(shop, SHEET, PHOTOS, making=QUICK)

    assert source.status == Import.Status.RUNNING
    jobs = Job.objects.all()
    assert [job.priority for job in jobs] == [Job.Priority.BULK] * 3
    assert import_progress(source).jobs_open == 3

    assert work() == 3
    imports_advance()
    source.refresh_from_db()
    assert source.status == Import.Status.DONE
    counted = import_progress(source)
    assert (counted.total, counted.written, counted.done) == (2, 2, 2)
    assert (counted.jobs, counted.jobs_made, counted.jobs_failed) == (3, 3, 0)


def test_the_same_import_again_asks_for_no_picture_twice(shop, quick):
    done(shop, SHEET, PHOTOS, making=QUICK)
    work()

    again = done(shop, SHEET, PHOTOS, making=QUICK)

    assert Rendition.objects.count() == 3
    assert numbers(again) == (2, 2, 0, 0, 2, 0)
    assert again.status == Import.Status.DONE


def test_a_shops_queue_is_never_flooded(shop, quick, monkeypatch):
    monkeypatch.setattr(import_jobs, "WINDOW", 2)
    rows = [{"sku": f"S{number}", "title": "T", "photos": "a.jpg"} for number in range(5)]
    source = done(shop, csv_of(*rows), PHOTOS, making=QUICK)
    asked = []
    while source.status == Import.Status.RUNNING:
        asked.append(Job.objects.filter(status=Job.Status.QUEUED).count())
        work()
        imports_advance()
        source.refresh_from_db()

    assert asked == [2, 2, 1]
    assert Job.objects.count() == 5


def test_a_full_queue_makes_rows_wait_and_refuses_none(shop, quick, settings):
    settings.IMAGING_MAX_QUEUED = 2
    source = done(shop, SHEET, PHOTOS, making=QUICK)

    assert [row.status for row in source.rows.all()] == ["jobs", "written"]
    work()
    imports_advance()
    assert [row.status for row in source.rows.all()] == ["done", "jobs"]


def test_a_recipe_that_can_no_longer_be_made_is_said_on_the_row(shop, quick):
    source = checked(shop, csv_of(BOTTLE), PHOTOS, making=QUICK)
    Import.objects.update(recipe="gone")
    import_start(source=source)
    imports_advance()

    assert reasons(source) == {2: ["unknown_recipe"]}


def test_a_channel_that_does_not_exist_is_refused_at_once(shop):
    with pytest.raises(EngineError):
        Making.of("main-image", ["nowhere"])
    with pytest.raises(EngineError):
        Making.of("main-image", [])
    assert Making.of("cutout", ["amazon_main"]) == Making("cutout", ())
    assert Making.of("", ["amazon_main"]) == Making()


def test_the_time_left_is_told_once_a_share_is_done():
    begun = timezone.now() - timedelta(minutes=3)

    def left(done: int) -> int | None:
        return ImportProgress(100, done, done, 0, 0, 0, 0, begun).minutes_left

    assert (left(1), left(25), left(100)) == (None, 10, 0)


def test_a_cancel_stops_rows_and_jobs_and_retry_goes_on(shop, quick, monkeypatch):
    monkeypatch.setattr(import_jobs, "WINDOW", 1)
    source = done(shop, SHEET, PHOTOS, making=QUICK)
    import_cancel(source=source)

    assert Job.objects.get().status == Job.Status.CANCELLED
    imports_advance()
    assert Job.objects.count() == 1
    with pytest.raises(CatalogError):
        import_cancel(source=source)

    import_retry(source=source)
    source.refresh_from_db()
    while source.status == Import.Status.RUNNING:
        imports_advance()
        work()
        source.refresh_from_db()

    assert [job.status for job in Job.objects.all()] == ["done"] * 3
    assert source.status == Import.Status.DONE


def test_retry_makes_only_the_failed_pictures_again(shop, quick):
    quick["fail"] = "no_product"
    source = done(shop, csv_of(BOTTLE), PHOTOS, making=QUICK)
    work()
    imports_advance()
    source.refresh_from_db()
    assert (source.status, import_progress(source).jobs_failed) == ("done", 1)
    Job.objects.update(steps=[{"engine": "quick", "params": {}}])

    import_retry(source=source)
    imports_advance()
    assert work() == 1
    imports_advance()

    source.refresh_from_db()
    assert (source.status, import_progress(source).jobs_failed) == ("done", 0)
    assert Rendition.objects.count() == 1


def test_retry_writes_failed_rows_again_but_not_those_that_were_wrong(shop, monkeypatch):
    def full(*_, **__):
        raise EngineError("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(import_rows, "photo_add", full)
        source = done(shop, csv_of(BOTTLE, {"sku": "", "title": "No SKU"}), PHOTOS)
    assert reasons(source) == {2: ["disk_full"], 3: ["sku_missing"]}

    import_retry(source=source)
    imports_advance()

    assert reasons(source) == {3: ["sku_missing"]}
    assert numbers(source) == (2, 1, 1, 0, 0, 1)
    with pytest.raises(CatalogError):
        import_retry(source=source)


def test_only_a_checked_import_starts_and_only_once(shop):
    source = received(shop, SHEET, PHOTOS)
    with pytest.raises(CatalogError):
        import_start(source=source)
    imports_advance()
    import_start(source=source)
    with pytest.raises(CatalogError):
        import_start(source=source)


def test_a_checked_import_cannot_slip_past_its_start_by_a_retry(shop):
    source = checked(shop, SHEET, PHOTOS)

    with pytest.raises(CatalogError):
        import_retry(source=source)


def test_files_are_cleared_away_in_time_and_a_late_retry_says_so(shop):
    source = done(shop, csv_of(BOTTLE), PHOTOS)
    import_files_forget()
    assert default_storage.exists(source.file)

    Import.objects.update(finished_at=timezone.now() - FILES_KEPT - timedelta(days=1))
    assert import_files_forget() == 1

    assert not default_storage.exists(source.file)
    assert not default_storage.exists(source.photos)
    with pytest.raises(CatalogError, match="Upload the file once more"):
        import_retry(source=source)


def test_the_errors_csv_can_be_mended_and_imported_again(shop):
    sheet = csv_of({"sku": "A", "title": "=cmd|' /C calc'!A0"}, {"sku": "@B", "title": ""})
    source = done(shop, sheet + b'C,"-1+2;=3",,1.299,EUR\n')

    text = "".join(import_errors_csv(source, "en"))

    lines = text.splitlines()
    assert lines[0].startswith('\ufeff"row","sku","title"')
    assert lines[1].startswith('"3","\'@B",""')
    assert lines[1].endswith('"The row has no title."')
    assert lines[2].startswith('"4","C","\'-1+2;=3"')
    assert "该行缺少标题。" in "".join(import_errors_csv(source, "zh-hans"))
    mended = text.replace("1.299", "1.29").replace('\'@B",""', '\'@B","Mended"')
    again = done(shop, mended.encode())
    assert numbers(again) == (2, 2, 2, 0, 0, 0)
    titles = set(Variant.objects.values_list("sku", "product__title"))
    assert titles >= {("C", "-1+2;=3"), ("@B", "Mended")}


def test_an_import_is_received_without_reading_its_rows_into_memory(shop):
    class Counted(io.BytesIO):
        longest = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            self.longest = max(self.longest, len(data))
            return data

    sheet = Counted(csv_of(*({"sku": f"{n}", "title": "T" * 150} for n in range(20_000))))
    import_receive(shop=shop, by=None, files=ImportFiles("big.csv", sheet))

    assert sheet.longest <= 1 << 20 < len(sheet.getvalue())
