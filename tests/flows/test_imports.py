"""Imports in a browser: sent, looked at, started, watched, mended; strangers see nothing of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import Import, Product
from catalog.services.import_advance import imports_advance
from imaging.models import Job
from tests.factories import make_rendition
from tests.pictures import flat_picture, jpeg_of
from tests.sheets import checked, csv_of, done, received, zip_of

PHOTO = jpeg_of(flat_picture())
BOTTLE = {"sku": "A", "title": "Bottle", "price": "12.50", "currency": "EUR", "photos": "a.jpg"}
SHEET = csv_of(BOTTLE, {"sku": "B", "title": "Pot", "price": "12,50", "currency": "EUR"})


def address(name: str, source: Import) -> str:
    return reverse(f"catalog:{name}", args=[source.shop.slug, source.pk])


def sent(sheet: bytes = SHEET, photos: bytes | None = None, **fields: object) -> dict[str, object]:
    """What the form posts."""
    files: dict[str, object] = {"sheet": SimpleUploadedFile("rows.csv", sheet)}
    if photos:
        files["photos"] = SimpleUploadedFile("photos.zip", photos)
    return files | fields


@pytest.fixture
def create_url(shop) -> str:
    return reverse("catalog:import_create", args=[shop.slug])


def test_an_editor_sends_checks_starts_and_sees_the_report(client_of, editor, shop, create_url):
    client = client_of(editor)
    answer = client.post(create_url, sent(photos=zip_of({"x/a.jpg": PHOTO})))
    source = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, source.get_absolute_url())
    assert (source.by, source.name) == (editor, "rows.csv")
    assert "Checking every row" in client.get(answer.url).text

    imports_advance()
    page = client.get(answer.url).text
    assert "Import 1 product" in page
    assert "“12,50” can be read in two ways" in page
    assert not Product.objects.exists()

    assert client.post(address("import_start", source)).url == answer.url
    assert "hx-trigger" in client.get(answer.url).text
    imports_advance()

    report = client.get(address("import_progress", source)).text
    assert "What was done" in report
    assert "hx-trigger" not in report
    assert Product.objects.get().photos.count() == 1


def test_scripts_get_an_address_or_one_sentence(client_of, editor, create_url):
    client, accept = client_of(editor), {"accept": "application/json"}

    good = client.post(create_url, sent(csv_of({"sku": "A", "title": "T"})), headers=accept)
    bad = client.post(create_url, sent(b"a,b\n"), headers=accept)

    assert (good.status_code, good.json()) == (
        201,
        {"url": Import.objects.get().get_absolute_url()},
    )
    assert (bad.status_code, bad.json()["error"]) == (
        422,
        "The file has no column sku, title. The first row must name the columns.",
    )


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Choose a file of products."),
        (sent(b"\x00"), "The file is not a CSV table"),
        (sent(b""), "The file is empty."),
        (sent(photos=b"no zip"), "The photo file is not a ZIP archive."),
        (sent(photos=zip_of({"../a.jpg": b""})), "a file with an unsafe name: ../a.jpg"),
        (sent(recipe="main-image"), "Choose at least one channel."),
        (sent(recipe="main-image", presets=["nowhere"]), "“nowhere” is not a channel."),
        (sent(recipe="burn"), "burn is not one of the available choices"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client_of, editor, create_url, posted, words):
    for file in posted.values():
        if isinstance(file, SimpleUploadedFile):
            file.seek(0)
    answer = client_of(editor).post(create_url, posted)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Import.objects.exists()


def test_a_file_over_the_limit_is_refused(client_of, editor, create_url, monkeypatch):
    monkeypatch.setattr("catalog.forms.imports.MAX_SHEET_MB", 1)

    answer = client_of(editor).post(create_url, sent(bytes(2_000_001)))

    assert "The file has 2 MB; at most 1 MB are allowed." in answer.text


def test_a_recipe_is_kept_with_its_channels(client_of, editor, create_url):
    fields = {"recipe": "main-image", "presets": ["amazon_main", "taobao_main"]}

    client_of(editor).post(create_url, sent(**fields))

    source = Import.objects.get()
    [kept] = source.makings
    assert (kept["recipe"], kept["presets"]) == ("main-image", ["amazon_main", "taobao_main"])


def test_an_unreadable_table_says_where_it_breaks_off(client_of, viewer, shop):
    source = checked(shop, SHEET + b'C,"no end')

    page = client_of(viewer).get(source.get_absolute_url()).text

    assert "Nothing was written" in page
    assert "The table cannot be read after row 3" in page


def test_the_reader_is_answered_in_chinese(client_of, viewer, shop):
    source = checked(shop, csv_of(BOTTLE | {"price": "x"}))
    client = client_of(viewer)
    chinese = {"accept-language": "zh-hans"}

    page = client.get(source.get_absolute_url(), headers=chinese).text
    sample = client.get(reverse("catalog:import_sample", args=[shop.slug]), headers=chinese)

    assert "“x”不是有效的价格，请写成 129.00。" in page
    assert sample.content.decode("utf-8-sig").startswith("货号,标题,描述")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_sample_can_be_imported_as_it_is(client_of, viewer, shop, language):
    url = reverse("catalog:import_sample", args=[shop.slug])
    sample = client_of(viewer).get(url, headers={"accept-language": language})
    names = ("cup-front.jpg", "cup-side.jpg", "tray.jpg")
    photos = {name: jpeg_of(flat_picture(colour=(n, 9, 9))) for n, name in enumerate(names)}

    source = done(shop, sample.content, zip_of(photos))

    assert not source.rows.filter(status="error").exists()
    assert [product.photos.count() for product in Product.objects.order_by("pk")] == [2, 1]


def test_rows_with_problems_come_as_a_csv_without_formulas(client_of, viewer, shop):
    source = checked(shop, csv_of({"sku": "=1+1", "title": ""}))

    answer = client_of(viewer).get(address("import_errors", source))

    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Disposition"] == 'attachment; filename="rows-errors.csv"'
    assert '"\'=1+1","",' in body
    assert "The row has no title." in body


def test_cancel_and_retry_come_back_with_a_sentence(client_of, editor, shop):
    source = checked(shop, csv_of({"sku": "A", "title": "T"}))
    client = client_of(editor)

    stopped = client.post(address("import_cancel", source), follow=True)
    again = client.post(address("import_cancel", source), follow=True)

    assert "The import was stopped." in stopped.text
    assert "This import has already ended." in again.text
    assert "Go on" not in again.text


def test_what_failed_can_be_tried_again_from_its_page(client_of, editor, shop, photo):
    source = done(shop, csv_of({"sku": "A", "title": "T"}))
    failed = make_rendition(photo, status=Job.Status.FAILED)
    failed.job.error_code = "no_product"
    failed.job.save()
    source.rows.get().renditions.add(failed)
    client = client_of(editor)

    page = client.get(source.get_absolute_url()).text
    assert "No product found in this photo." in page
    assert "Try what failed again" in page

    client.post(address("import_retry", source))
    source.refresh_from_db()
    assert source.status == Import.Status.RUNNING


def test_the_list_shows_every_import_and_begins_with_the_format(client_of, viewer, shop, stranger):
    url = reverse("catalog:import_list", args=[shop.slug])
    received(stranger.memberships.get().shop, SHEET)
    client = client_of(viewer)
    assert "No imports yet" in client.get(url).text

    checked(shop, SHEET)
    page = client.get(url).text
    assert "rows.csv" in page
    assert "Ready to start" in page


def test_the_list_asks_the_database_no_more_for_more_imports(
    client_of, viewer, shop, django_assert_max_num_queries
):
    for _ in range(5):
        received(shop, SHEET)
    client = client_of(viewer)
    with django_assert_max_num_queries(12):
        client.get(reverse("catalog:import_list", args=[shop.slug]))


POSTS = ("import_start", "import_cancel", "import_retry")
GETS = ("import_detail", "import_progress", "import_errors")


@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_a_stranger_finds_nothing(client_of, stranger, shop, name):
    source = checked(shop, csv_of(BOTTLE))
    client = client_of(stranger)
    ask = client.post if name in POSTS else client.get

    theirs = reverse(f"catalog:{name}", args=["elsewhere", source.pk])
    assert ask(address(name, source)).status_code == 404
    assert ask(theirs).status_code == 404
    source.refresh_from_db()
    assert source.status == Import.Status.CHECKED


@pytest.mark.parametrize("name", ["import_list", "import_create", "import_sample"])
def test_a_stranger_cannot_begin(client_of, stranger, shop, name):
    url = reverse(f"catalog:{name}", args=[shop.slug])

    assert client_of(stranger).get(url).status_code == 404
    assert client_of(stranger).post(url, sent()).status_code in (404, 405)
    assert not Import.objects.exists()


def test_a_viewer_looks_and_does_nothing(client_of, viewer, shop, create_url):
    source = checked(shop, csv_of({"sku": "A", "title": "T"}))
    client = client_of(viewer)

    assert client.get(create_url).status_code == 403
    assert client.post(create_url, sent()).status_code == 403
    for name in GETS:
        assert client.get(address(name, source)).status_code == 200
    for name in POSTS:
        assert client.post(address(name, source)).status_code == 403
        assert client.get(address(name, source)).status_code in (403, 405)
    assert "Import 1 product" not in client.get(source.get_absolute_url()).text
