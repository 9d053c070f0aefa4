"""What a seller does, on PostgreSQL, Redis and S3, through the web process and real workers."""

import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.pictures import product_jpeg
from tests.scale_out.conftest import PHOTO, SHOP
from tests.scale_out.install import HOST, Person, until
from tests.sheets import csv_of

pytestmark = pytest.mark.scale_out


@pytest.fixture(scope="module")
def rendition(seller, studio, product, photo) -> str:
    """The address of a main image that a worker made."""
    wanted = {"photos": photo["id"], "recipe": "main-image", "presets": "taobao_white"}
    answer = seller.post(f"{product}make/", wanted)
    assert answer.status_code in (200, 302), answer.text[-2000:]
    sql = "SELECT r.id FROM catalog_rendition r JOIN imaging_job j ON j.id = r.job_id"
    ((number,),) = until(lambda: studio.rows(f"{sql} WHERE j.status = 'done' AND r.preset <> ''"))
    return f"{SHOP}/renditions/{number}/"


def original_of(photo: dict) -> str:
    return f"{SHOP}/photos/{photo['id']}/original/"


def test_every_part_answers_and_plain_http_is_sent_to_https(seller, studio):
    healthy = seller.get("/healthz/").json()
    assert healthy == {"ok": True, "database": True, "broker": True, "storage": True}

    plain = requests.get(
        f"{seller.base}/accounts/login/", headers={"Host": HOST}, allow_redirects=False, timeout=30
    )
    assert plain.headers["Location"] == f"https://{HOST}/accounts/login/"
    assert seller.get("/healthz/", Host="other.example.com").status_code == 400


def test_style_sheets_come_from_the_web_process(seller):
    answer = seller.get("/static/css/base.css")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")


def test_cookies_leave_over_https_alone(seller):
    cookies = {cookie.name: cookie.secure for cookie in seller.session.cookies}

    assert {"csrftoken", "sessionid"} <= set(cookies)
    assert all(cookies.values())


def test_an_upload_lies_in_the_bucket_whole(seller, studio, photo):
    names = studio.servers.s3.names("studio")
    original = next(name for name in names if name.endswith(".jpg"))

    stored = studio.servers.s3.client().get_object(Bucket="studio", Key=original)["Body"].read()

    assert hashlib.sha256(stored).hexdigest() in original
    assert stored == PHOTO
    assert seller.get(photo["thumbnail"]).headers["Content-Type"] == "image/webp"


def test_an_original_leaves_from_the_bucket_as_an_attachment_by_a_signed_address(seller, photo):
    answer = seller.get(original_of(photo))
    signed = answer.headers["Location"]

    saved = requests.get(signed, timeout=30)

    assert answer.status_code == 302
    assert saved.content == PHOTO
    assert saved.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Tasse")
    assert saved.headers["Content-Type"] == "application/octet-stream"
    start, signature = signed.rsplit("=", 1)
    wrong = f"{start}={'1' if signature[0] == '0' else '0'}{signature[1:]}"
    assert requests.get(wrong, timeout=30).status_code == 403
    longer = signed.replace("X-Amz-Expires=300", "X-Amz-Expires=99999")
    assert longer != signed
    assert requests.get(longer, timeout=30).status_code == 403
    assert requests.get(signed.split("?")[0], timeout=30).status_code in (400, 403)


def test_a_stranger_gets_no_signed_address(studio, photo):
    answer = Person(studio).get(original_of(photo))

    assert "X-Amz" not in answer.headers["Location"]
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_worker_makes_a_main_image_into_the_bucket(seller, studio, rendition):
    shown = seller.get(f"{rendition}picture/")
    saved = requests.get(
        seller.get(f"{rendition}picture/?download=1").headers["Location"], timeout=30
    )

    sql = "SELECT outputs->'picture'->>'file', outputs->'picture'->>'sha256' FROM imaging_job"
    ((name, sha256),) = studio.rows(
        f"{sql} WHERE status = 'done' AND recipe = 'main-image' LIMIT 1"
    )
    assert name in studio.servers.s3.names("studio")
    assert hashlib.sha256(shown.content).hexdigest() == sha256
    assert saved.content == shown.content
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert seller.get(f"{rendition}").status_code == 200
    assert seller.get(f"{rendition}thumbnail/").status_code == 200


def test_many_pages_leave_no_connection_to_the_database_behind(seller, studio):
    open_ones = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'studio'"
    before = studio.rows(open_ones)[0][0]

    with ThreadPoolExecutor(12) as readers:
        answers = list(readers.map(seller.get, [f"{SHOP}/products/"] * 60))

    assert {answer.status_code for answer in answers} == {200}
    assert studio.rows(open_ones)[0][0] <= before + 3  # what workers are doing


def test_an_import_of_twenty_rows_reads_its_zip_from_the_bucket(seller, studio, folder):
    photos = {f"{number}.jpg": product_jpeg(160, 120, seed=100 + number) for number in range(20)}
    rows = [{"sku": f"I-{n}", "title": f"Imported {n}", "photos": f"{n}.jpg"} for n in range(20)]
    (folder / "rows.csv").write_bytes(csv_of(*rows))
    with zipfile.ZipFile(folder / "photos.zip", "w") as archive:
        for name, data in photos.items():
            archive.writestr(name, data)
    command = ["catalog_import", str(folder / "rows.csv"), "--photos", str(folder / "photos.zip")]

    printed = studio.manage(*command, "--shop", "tea-shop", "--recipe", "cutout")

    assert '"created": 20' in printed
    assert '"errors": 0' in printed
    sql = "SELECT count(*) FROM imaging_job WHERE recipe = 'cutout' AND status = 'done'"
    until(lambda: studio.rows(sql) == [(20,)])
    until(lambda: studio.rows("SELECT status FROM catalog_import") == [("done",)])
    stored = {name.rsplit("/", 1)[-1] for name in studio.servers.s3.names("studio")}
    assert {f"{hashlib.sha256(data).hexdigest()}.jpg" for data in photos.values()} <= stored


def test_a_shop_leaves_as_a_zip(seller, rendition):
    answer = seller.get(f"{SHOP}/export/?preset=taobao_white")

    assert answer.status_code == 200, answer.text[:500]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
