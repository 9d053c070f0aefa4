"""How a file is read, said by its sender, remembered; policies; errors as the file came."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.sheet import sheet_open
from catalog.models import Import, ImportMapping, Photo, Product
from catalog.selectors.import_errors import import_errors_file
from catalog.services import import_rows, imports
from catalog.services.import_advance import imports_advance
from catalog.services.import_policies import rows_write
from catalog.services.imports import import_cancel, import_retry, import_start
from imaging.errors import EngineError
from tests import shop_files
from tests.sheets import PHOTOS, checked, csv_of, numbers, reasons, received

GERMAN = "Artikel;Bezeichnung;Preis\nA;Krug;12.50\nB;Kanne;9\n"
BAD = {"sku": "B", "title": "Pot", "price": "dear"}
GOOD = [{"sku": "A", "title": "Bottle"}, BAD, {"sku": "C", "title": "Cup"}]


def reading_url(source: Import) -> str:
    return reverse("catalog:import_reading", args=[source.shop.slug, source.pk])


def said(**changes: str) -> dict[str, str]:
    """What the form posts for the German file when all is named."""
    columns = {"column-0": "sku", "column-1": "title", "column-2": "price"}
    return {"format": "plain", "encoding": "", "currency": "eur", **columns, **changes}


def errors_of(source: Import) -> bytes:
    return b"".join(import_errors_file(source, "en").content)


def test_columns_nobody_knows_are_asked_for_and_remembered(client_of, editor, shop):
    client = client_of(editor)
    url = reverse("catalog:import_create", args=[shop.slug])
    page = client.post(url, {"sheet": SimpleUploadedFile("g.csv", GERMAN.encode())}, follow=True)
    source = Import.objects.get()
    assert source.status == Import.Status.MAPPING
    assert "Which columns are which?" in page.text

    screen = client.get(reading_url(source)).text
    assert "Bezeichnung" in screen
    preview = client.post(reading_url(source), said(preview="1", **{"column-2": ""}))
    assert "Krug" in preview.text
    source.refresh_from_db()
    assert source.status == Import.Status.MAPPING

    assert client.post(reading_url(source), said()).status_code == 302
    imports_advance()
    source.refresh_from_db()
    assert (source.status, reasons(source)) == (Import.Status.CHECKED, {})
    assert source.rows.first().cells["currency_else"] == "EUR"

    again = received(shop, GERMAN.replace("Krug", "Becher").encode())
    assert again.status == Import.Status.CHECKING
    assert ImportMapping.objects.get().reading["columns"]["Artikel"] == "sku"


def test_columns_that_are_still_not_enough_are_said(client_of, editor, shop):
    source = received(shop, GERMAN.encode())

    answer = client_of(editor).post(reading_url(source), said(**{"column-0": ""}))

    assert "The file has no column sku." in answer.text
    source.refresh_from_db()
    assert source.status == Import.Status.MAPPING
    assert not ImportMapping.objects.exists()


def test_a_checked_file_may_be_read_in_another_way_and_a_started_one_may_not(
    client_of, editor, shop
):
    source = checked(shop, csv_of({"sku": "A", "title": "T", "price": "9"}))
    assert reasons(source) == {2: ["currency_missing"]}
    client = client_of(editor)

    posted = {"format": "plain", "currency": "usd"}
    client.post(reading_url(source), posted)
    imports_advance()
    source.refresh_from_db()
    assert reasons(source) == {}

    import_start(source=source)
    answer = client.post(reading_url(source), posted, follow=True)
    assert "This import was already started" in answer.text


def test_another_shops_reading_is_not_taken(client_of, editor, shop, stranger):
    ImportMapping.objects.create(
        shop=stranger.memberships.get().shop, fingerprint="x", reading={"currency": "USD"}
    )
    ImportMapping.objects.update(fingerprint=fingerprint(GERMAN))

    assert received(shop, GERMAN.encode()).status == Import.Status.MAPPING


def fingerprint(text: str) -> str:
    from catalog.importing.reading import heads_fingerprint

    return heads_fingerprint(text.splitlines()[0].split(";"))


def test_the_format_and_what_told_it_are_shown_in_both_languages(client_of, viewer, shop):
    source = checked(shop, shop_files.GOOGLE.encode())
    client = client_of(viewer)

    page = client.get(source.get_absolute_url()).text
    chinese = client.get(source.get_absolute_url(), headers={"accept-language": "zh-hans"}).text

    assert "Google Merchant feed" in page
    assert "4 pictures will be fetched after the start" in page
    assert "Google Merchant 商品数据" in chinese
    assert "shop.example" in chinese
    assert "开始后将下载 4 张图片" in chinese


def test_skip_writes_all_rows_but_those_with_problems(shop):
    source = checked(shop, csv_of(*GOOD))
    import_start(source=source)
    imports_advance()

    assert set(Product.objects.values_list("title", flat=True)) == {"Bottle", "Cup"}


def test_stop_writes_the_rows_before_the_first_problem_and_says_which(client_of, editor, shop):
    source = checked(shop, csv_of(*GOOD))
    client = client_of(editor)
    start = reverse("catalog:import_start", args=[shop.slug, source.pk])
    client.post(start, {"policy": "stop"})
    imports_advance()

    source.refresh_from_db()
    assert source.status == Import.Status.CANCELLED
    assert [one.title for one in Product.objects.all()] == ["Bottle"]
    assert "Stopped at row 3" in client.get(source.get_absolute_url()).text

    import_retry(source=source)
    imports_advance()
    source.refresh_from_db()
    assert (source.status, source.problem) == (Import.Status.DONE, {})
    assert Product.objects.count() == 2


def test_all_or_nothing_does_not_begin_while_a_row_has_problems(client_of, editor, shop):
    source = checked(shop, csv_of(*GOOD))
    start = reverse("catalog:import_start", args=[shop.slug, source.pk])

    answer = client_of(editor).post(start, {"policy": "all"}, follow=True)

    assert "all or nothing would be nothing" in answer.text
    assert not Product.objects.exists()


@pytest.mark.parametrize("limit", ["MOST_WHOLE", "MOST_WHOLE_PHOTOS"])
def test_all_or_nothing_is_for_few_rows_and_few_photos(shop, monkeypatch, limit):
    rows = [{"sku": name, "title": name, "photos": f"{name}.jpg"} for name in "abc"]
    source = checked(shop, csv_of(*rows), PHOTOS)

    with monkeypatch.context() as patch:
        patch.setattr(imports, limit, 2)
        with pytest.raises(CatalogError, match="All or nothing is for at most"):
            import_start(source=source, policy="all")

    import_start(source=source, policy="all")
    assert source.status == Import.Status.RUNNING


def test_all_or_nothing_leaves_nothing_when_a_row_fails_while_it_is_written(shop, monkeypatch):
    rows = [{"sku": name, "title": name, "photos": f"{name}.jpg"} for name in "abc"]
    source = checked(shop, csv_of(*rows), PHOTOS)
    whole = import_rows.photo_add

    def full_at_the_third(*, name, **rest):
        if name == "c.jpg":
            raise EngineError("disk_full")
        return whole(name=name, **rest)

    with monkeypatch.context() as patch:
        patch.setattr(import_rows, "photo_add", full_at_the_third)
        import_start(source=source, policy="all")
        imports_advance()

    source.refresh_from_db()
    assert (source.status, source.problem["code"]) == ("cancelled", "nothing_written")
    assert not Product.objects.exists()
    assert not Photo.objects.exists()
    assert reasons(source) == {4: ["disk_full"]}

    import_retry(source=source)
    imports_advance()
    assert numbers(source) == (3, 3, 3, 0, 0, 0)
    assert Photo.objects.count() == 3


def test_all_or_nothing_writes_nothing_of_an_import_that_was_cancelled_meanwhile(shop):
    source = checked(shop, csv_of({"sku": "A", "title": "Bottle"}))
    import_start(source=source, policy="all")
    import_cancel(source=Import.objects.get())

    rows_write(source=source, until=timezone.now())

    assert not Product.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_errors_come_in_the_encoding_that_was_sent(shop, encoding):
    text = "货号;标题;价格;产地\nA;瓷杯;;景德镇\nB;茶壶;贵;=宜兴\n"
    source = checked(shop, text.encode(encoding))

    found = errors_of(source).decode(encoding).splitlines()

    assert found[0] == '"货号";"标题";"价格";"产地";"reason"'
    assert found[1] == '"B";"茶壶";"贵";"\'=宜兴";"“贵” is not a price. Write it like 129.00."'
    assert len(found) == 2


def test_errors_of_a_product_come_with_all_its_lines_and_can_be_mended(shop):
    source = checked(
        shop, shop_files.HANDLES.replace("LS-R-M,210,39.00", "LS-R-M,210,dear").encode()
    )
    assert 3 in reasons(source)

    mended = errors_of(source).decode("utf-8-sig").replace("dear", "EUR 39.00")

    assert mended.count("linen-shirt") >= 4
    rows = list(sheet_open(io.BytesIO(mended.encode())).rows())
    assert [row.cells["sku"] for row in rows][:2] == ["LS-R-S", "LS-R-M"]


def test_errors_of_a_workbook_are_a_workbook_and_of_a_feed_a_feed(shop):
    texts = (("sku", "title", "price"), ("A", "Cup", "9"), ("=B", "Pot & lid", "dear"))
    inline = '<c t="inlineStr"><is><t>{}</t></is></c>'
    cells = ("".join(inline.format(one.replace("&", "&amp;")) for one in row) for row in texts)
    book = shop_files.workbook("".join(f"<row>{one}</row>" for one in cells))
    source = checked(shop, book)

    data = errors_of(source)
    assert zipfile.is_zipfile(io.BytesIO(data))
    found = list(sheet_open(io.BytesIO(data)).rows())
    assert found[0].cells["title"] in ("Cup", "Pot & lid")
    assert found[-1].cells["sku"] == "=B"

    feed = checked(shop, shop_files.FEED.replace("41.00 USD", "dear").encode())
    data = errors_of(feed)
    assert b"<reason>" in data
    again = [row.cells["sku"] for row in sheet_open(io.BytesIO(data)).rows()]
    assert again == ["LS-S", "LS-M"]
