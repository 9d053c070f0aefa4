"""An import sent through the page, carried on by workers of two hosts, with either broker."""

import hashlib
from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.pictures import product_jpeg
from tests.scale_out.conftest import SHOP
from tests.scale_out.install import Install, Person, until
from tests.scale_out.servers import RABBITMQ, rabbitmq
from tests.sheets import csv_of, zip_of

pytestmark = pytest.mark.scale_out

ROWS = 24
NAMES = [f"B-{number:02}" for number in range(ROWS)]
PHOTOS = {f"{name}.jpg": product_jpeg(200, 200, seed=number) for number, name in enumerate(NAMES)}
SHEET = csv_of(*({"sku": n, "title": f"Bottle {n}", "photos": f"{n}.jpg"} for n in NAMES))


def test_workers_of_two_hosts_carry_an_import_on_with_redis_between_them(installed):
    install = installed("hosts")
    with install.running():
        imported_on_two_hosts(install)


@pytest.mark.skipif(
    not RABBITMQ.exists(), reason="no RabbitMQ here: apt-get install rabbitmq-server"
)
def test_workers_of_two_hosts_carry_an_import_on_with_rabbitmq_between_them(installed, folder):
    with rabbitmq(folder / "rabbitmq") as broker:
        install = installed("rabbit", broker=broker)
        with install.running():
            seller = imported_on_two_hosts(install)
            assert seller.get("/healthz/").json()["broker"]
        assert "not counted" not in (install.var / "log" / "scheduler.log").read_text()


def imported_on_two_hosts(install: Install) -> Person:
    """The person who sent it, in a shop of their own."""
    seller = Person(install)
    seller.opens_a_shop()
    with install.other_host("second"):
        address = sent(install, seller)
        assert seller.post(f"{address}start/", {"policy": "skip"}).status_code == 302
        done = "SELECT status FROM catalog_import WHERE name = 'bottles.csv'"
        until(lambda: install.rows(done) == [("done",)], install.logs)

    ended = "SELECT status, outcome, count(*) FROM catalog_importrow WHERE key LIKE 'B-%'"
    assert install.rows(f"{ended} GROUP BY 1, 2") == [("done", "created", ROWS)]
    assert_all_there(install)
    hosts = Counter(worker.split("@")[1].split(":")[0] for (worker,) in install.rows(MADE_BY))
    assert hosts.total() == ROWS
    assert len(hosts) == 2, hosts
    assert min(hosts.values()) >= 2, hosts
    return seller


def sent(install: Install, seller: Person) -> str:
    """The address of the import, once it was looked at."""
    files = {"sheet": ("bottles.csv", SHEET, "text/csv"), "photos": ("p.zip", zip_of(PHOTOS))}
    form = {"recipe": "main-image", "presets": "taobao_white"}
    assert seller.get(f"{SHOP}/imports/new/").status_code == 200
    answer = seller.post(f"{SHOP}/imports/new/", form, files)
    assert answer.status_code == 302, answer.text[-2000:]
    status = "SELECT status FROM catalog_import WHERE name = 'bottles.csv'"
    until(lambda: install.rows(status) == [("checked",)], install.logs)
    return urlsplit(answer.headers["Location"]).path


OF_ROWS = "FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id"
MADE_BY = """SELECT j.worker FROM imaging_job j JOIN catalog_rendition r ON r.job_id = j.id
JOIN catalog_importrow_renditions i ON i.rendition_id = r.id WHERE j.status = 'done'"""
FILES = """SELECT p.sha256, p.file, j.outputs->'picture'->>'file' FROM imaging_job j
JOIN catalog_rendition r ON r.job_id = j.id JOIN catalog_photo p ON p.id = r.photo_id
JOIN catalog_importrow_renditions i ON i.rendition_id = r.id"""


def assert_all_there(install: Install) -> None:
    """One product a row, its photo and its picture, all in the bucket."""
    skus = install.rows(f"SELECT v.sku {OF_ROWS} WHERE v.sku LIKE 'B-%' ORDER BY 1")
    assert skus == [(name,) for name in NAMES]
    made = install.rows(FILES)
    hashes = {hashlib.sha256(data).hexdigest() for data in PHOTOS.values()}
    assert {row[0] for row in made} == hashes
    stored = set(install.servers.s3.names(install.name))
    assert len(made) == ROWS
    assert {name for row in made for name in row[1:]} <= stored
