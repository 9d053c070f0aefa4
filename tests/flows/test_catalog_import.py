"""The command catalog_import, as a shop's own scripts run it."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from catalog.management.commands import catalog_import
from catalog.models import Import, ImportRow, Photo, Product, Rendition, Variant
from imaging.models import Job
from tests import fetch_host
from tests.fetch_host import host_running
from tests.pictures import flat_picture, jpeg_of
from tests.sheets import csv_of, zip_of

PHOTO = jpeg_of(flat_picture())
BOTTLE = {"sku": "A", "title": "Bottle", "price": "12.50", "currency": "EUR", "photos": "a.jpg"}
KEYS = ["rows", "products", "created", "changed", "skipped", "errors"]


@pytest.fixture
def sheet(tmp_path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_bytes(csv_of(BOTTLE, {"sku": "B", "title": "Pot"}, {"sku": "B", "title": "Pan"}))
    return path


@pytest.fixture
def photos(tmp_path) -> Path:
    path = tmp_path / "photos.zip"
    path.write_bytes(zip_of({"a.jpg": PHOTO}))
    return path


def run(*arguments: object) -> tuple[dict[str, int], str]:
    """The JSON of the last line printed, and what went to standard error."""
    out, err = io.StringIO(), io.StringIO()
    call_command("catalog_import", *map(str, arguments), stdout=out, stderr=err)
    return json.loads(out.getvalue().splitlines()[-1]), err.getvalue()


def status(*arguments: object) -> int:
    """The exit status of a file that cannot be imported."""
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return caught.value.returncode


def test_products_and_photos_are_there_and_the_last_line_counts_them(shop, sheet, photos):
    counts, told = run(sheet, "--shop", shop.slug, "--photos", photos)

    assert list(counts) == KEYS
    assert list(counts.values()) == [3, 2, 2, 0, 0, 1]
    assert told == "row 4: The SKU “B” was already used in row 3.\n"
    photo = Photo.objects.get()
    assert default_storage.open(photo.file).read() == PHOTO
    assert photo.uploaded_by == shop.memberships.get(role="owner").user
    assert Import.objects.get().status == Import.Status.DONE


def test_running_it_again_changes_nothing(shop, sheet, photos):
    run(sheet, "--shop", shop.slug, "--photos", photos)

    counts, _ = run(sheet, "--shop", shop.slug, "--photos", photos)

    assert list(counts.values()) == [3, 2, 0, 0, 2, 1]
    assert (Product.objects.count(), Photo.objects.count()) == (2, 1)


def test_a_dry_run_counts_the_same_and_writes_nothing(shop, sheet, photos):
    counts, told = run(sheet, "--shop", shop.slug, "--photos", photos, "--dry-run")

    assert list(counts) == KEYS
    assert list(counts.values()) == [3, 2, 2, 0, 0, 1]
    assert "row 4" in told
    for model in (Import, ImportRow, Product, Variant, Photo):
        assert not model.objects.exists()
    assert not Path(default_storage.path("")).exists()


def test_a_recipe_asks_for_bulk_jobs_of_the_shops_channels(shop, sheet, photos):
    arguments = (sheet, "--shop", shop.slug, "--photos", photos, "--recipe", "main-image")
    presets = ("--preset", "amazon_main", "--preset", "taobao_white")
    run(*arguments, *presets)

    asked = Rendition.objects.order_by("preset")
    assert [one.preset for one in asked] == ["amazon_main", "taobao_white"]
    assert {one.job.priority for one in asked} == {Job.Priority.BULK}

    run(*arguments, *presets)
    assert Rendition.objects.count() == 2

    shop.presets = ["taobao_main"]
    shop.save()
    run(*arguments)
    assert Rendition.objects.filter(preset="taobao_main").count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\x00", b"name\nBottle\n", "sku,title\nA,Öl für Töpfe\n".encode("latin-1")],
)
@pytest.mark.parametrize("extra", [(), ("--dry-run",)])
def test_a_file_that_cannot_be_read_is_status_2_and_writes_nothing(shop, tmp_path, content, extra):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)

    assert status(path, "--shop", shop.slug, *extra) == 2
    assert not Import.objects.exists()


def test_policies_stop_at_the_first_row_or_write_nothing(shop, sheet, photos):
    assert status(sheet, "--shop", shop.slug, "--photos", photos, "--policy", "all") == 2
    assert not Product.objects.exists()
    assert Import.objects.get().status == Import.Status.CANCELLED

    counts, told = run(sheet, "--shop", shop.slug, "--photos", photos, "--policy", "stop")
    assert list(counts.values()) == [3, 2, 2, 0, 0, 1]
    assert "Stopped at row 4" in told


def test_format_encoding_and_currency_may_be_said(shop, tmp_path):
    path = tmp_path / "feed.txt"
    path.write_bytes("id\ttitle\tprice\nA\tKrug für Öl\t9.50\n".encode("cp1252"))

    said = ("--format", "google", "--encoding", "cp1252", "--currency", "EUR")
    counts, _ = run(path, "--shop", shop.slug, *said)

    assert counts["created"] == 1
    found = Variant.objects.get(sku="A")
    assert (found.product.title, found.currency) == ("Krug für Öl", "EUR")


def test_pictures_at_addresses_are_counted_by_a_dry_run_and_fetched_by_the_import(
    shop, tmp_path, settings
):
    with host_running() as host:
        settings.FETCH_ALLOW = [host.authority]
        host.pages["/a.jpg"] = fetch_host.file(PHOTO)
        path = tmp_path / "feed.txt"
        address = host.address("/a.jpg")
        path.write_text(f"sku,title,photos\nA,Cup,{address}\nB,Pot,{address}\n")

        counts, told = run(path, "--shop", shop.slug, "--dry-run")
        assert (counts["created"], counts["errors"]) == (2, 0)
        assert f"{host.authority}: pictures to be fetched: 1" in told
        assert host.asked == {}

        counts, told = run(path, "--shop", shop.slug)
        assert (counts["created"], told) == (2, "")
        assert Photo.objects.count() == 2
        assert host.asked == {"/a.jpg": 1}


def test_a_table_that_breaks_off_writes_no_row(shop, sheet):
    sheet.write_bytes(sheet.read_bytes() + b'D,"no end')

    assert status(sheet, "--shop", shop.slug) == 2
    assert status(sheet, "--shop", shop.slug, "--dry-run") == 2
    assert not Product.objects.exists()


def test_what_is_asked_wrongly_is_status_2(shop, sheet, photos, tmp_path):
    assert status(sheet, "--shop", "nowhere") == 2
    assert status(tmp_path / "absent.csv", "--shop", shop.slug) == 2
    (tmp_path / "empty").mkdir()
    assert status(tmp_path / "empty", "--shop", shop.slug) == 2
    assert status(sheet, "--shop", shop.slug, "--photos", sheet) == 2
    assert status(sheet, "--shop", shop.slug, "--recipe", "main-image") == 2
    assert not Import.objects.exists()


def test_stopped_by_a_person_it_stays_stopped(shop, sheet, photos, monkeypatch):
    def stopped(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(catalog_import, "import_start", stopped)

    assert status(sheet, "--shop", shop.slug, "--photos", photos) == 1
    assert Import.objects.get().status == Import.Status.CANCELLED


def test_the_process_says_why_on_standard_error_and_ends_with_2(db, capsys):
    arguments = ["manage.py", "catalog_import", "absent.csv", "--shop", "nowhere"]

    with pytest.raises(SystemExit) as ended:
        catalog_import.Command().run_from_argv(arguments)

    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert "There is no shop 'nowhere'." in said.err


def test_makings_are_given_as_json_and_a_dry_run_tells_how_many_pictures(shop, sheet, photos):
    scene = json.dumps({"recipe": "scene", "theme": "vintage"})
    asked = ("--shop", shop.slug, "--photos", photos, "--make", scene)

    _, told = run(sheet, *asked, "--make", '{"recipe": "cutout"}', "--dry-run")
    assert "2 pictures would be made: nobody knows yet how long that takes" in told
    assert not Rendition.objects.exists()

    run(sheet, *asked, "--recipe", "main-image", "--preset", "shopify")
    assert sorted(Rendition.objects.values_list("recipe", "preset")) == [
        ("main-image", "shopify"),
        ("scene", ""),
    ]


@pytest.mark.parametrize("made", ["{", "[]", '{"recipe": "scene", "sentence": "qwrtz"}'])
def test_a_making_that_makes_no_sense_is_refused_before_the_file_is_read(shop, sheet, made):
    assert status(sheet, "--shop", shop.slug, "--make", made) == 2
    assert not Import.objects.exists()
