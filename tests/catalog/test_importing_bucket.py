"""A prefix of a bucket as a source, on a real S3 server that checks signatures."""

import json
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.importing.bucket import Place, bucket_opened
from catalog.importing.problems import UnreadableFile
from catalog.models import Photo, Product
from catalog.services.import_files import photo_archive
from catalog.services.import_sources import bucket_client, source_opened
from tests.scale_out.servers import S3, S3_KEYS, free_port, s3
from tests.sheets import BLUE, BOTTLE, GREEN, POT, RED, SHEET, csv_of


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with s3(tmp_path_factory.mktemp("s3") / "server") as running:
        running.create("shops")
        put(
            running,
            {
                "spring/rows.csv": SHEET,
                "spring/front/a.jpg": RED,
                "spring/b.jpg": GREEN,
                "spring/c.jpg": BLUE,
                "spring/.DS_Store": b"left by a computer",
                "spring-old/rows.csv": csv_of({**POT, "sku": "OLD"}),
                "photos/a.jpg": RED,
                "large/rows.csv": b"sku,title\n" + b"A,Bottle\n" * 4_000_000,
            },
        )
        yield running


def put(server: S3, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        server.client().put_object(Bucket="shops", Key=name, Body=data)


@pytest.fixture(autouse=True)
def _keys(server, monkeypatch):
    """The standard variables, and nothing else that the library would find."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", S3_KEYS[0])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", S3_KEYS[1])
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nowhere")


def imported(source: str, *options: str) -> dict[str, int]:
    printed = StringIO()
    call_command("catalog_import", source, "--shop", "teashop", *options, stdout=printed)
    return json.loads(printed.getvalue().splitlines()[-1])


def refusal(source: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        source_opened(source)
    return str(caught.value)


def test_sheet_and_photos_below_a_prefix_are_imported_and_its_neighbours_are_not(shop):
    counts = imported("s3://shops/spring")

    assert (counts["rows"], counts["created"], counts["errors"]) == (2, 2, 0)
    assert set(Product.objects.values_list("title", flat=True)) == {"Bottle", "Teapot"}
    assert set(Photo.objects.values_list("name", flat=True)) == {"a.jpg", "b.jpg", "c.jpg"}
    assert imported("s3://shops/spring/", "--dry-run")["skipped"] == 2


def test_a_file_in_one_place_takes_photos_from_another(shop, tmp_path):
    sheet = tmp_path / "rows.csv"
    sheet.write_bytes(csv_of(BOTTLE))
    assert imported(str(sheet), "--photos", "s3://shops/photos")["created"] == 1
    assert Photo.objects.get().name == "a.jpg"

    name, stream = source_opened("s3://shops/spring-old/rows.csv")
    assert (name, stream.read()) == ("rows.csv", csv_of({**POT, "sku": "OLD"}))


def test_a_studio_that_keeps_its_files_in_s3_reads_with_its_own_keys(server, settings, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    own = {"bucket_name": "shops", "endpoint_url": server.url, "region_name": "us-east-1"}
    own |= {"access_key": S3_KEYS[0], "secret_key": S3_KEYS[1]}
    bucket = {"BACKEND": "studio.storage.Bucket", "OPTIONS": own}
    settings.STORAGES = {**settings.STORAGES, "default": bucket}

    with source_opened("s3://shops/photos/a.jpg")[1] as stream:
        assert stream.read() == RED


def test_a_large_file_passes_through_memory_in_pieces(server):
    place, client = Place.of("s3://shops/large"), bucket_client()
    tracemalloc.start()
    try:
        with bucket_opened(client, place, max_bytes=100_000_000) as packed:
            assert packed.seek(0, 2) > 36_000_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


def test_more_than_may_be_sent_is_refused_before_anything_is_fetched(monkeypatch):
    client = bucket_client()
    monkeypatch.setattr(client, "get_object", None)

    for address in ("s3://shops/large", "s3://shops/large/rows.csv"):
        with pytest.raises(UnreadableFile, match=r"have more than 0\.0 GB"):
            bucket_opened(client, Place.of(address), max_bytes=30_000_000)
    monkeypatch.setattr("catalog.importing.bucket.MAX_FILES", 2)
    with pytest.raises(UnreadableFile, match="More than 2 files lie below “s3://shops/spring”"):
        bucket_opened(client, Place.of("s3://shops/spring"), max_bytes=10**9)


def test_what_is_not_there_or_not_allowed_is_said_in_a_sentence(monkeypatch):
    assert refusal("s3://") == "“s3://” names no bucket. Write s3://bucket/prefix."
    assert refusal("s3://nobody/x") == "There is no bucket called “nobody”."
    assert refusal("s3://shops/summer") == "Nothing lies at or below “s3://shops/summer”."

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    assert refusal("s3://shops/spring").startswith(
        "S3 does not let these keys read “s3://shops/spring”: "
    )
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert refusal("s3://shops/spring").startswith("There are no keys to S3.")


def test_a_server_that_is_away_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    assert refusal("s3://shops/spring").startswith("S3 does not answer: ")


def test_the_command_ends_with_status_2_and_imports_nothing(shop):
    with pytest.raises(CommandError, match="no bucket called") as caught:
        imported("s3://nobody/spring")

    assert caught.value.returncode == 2
    assert not Product.objects.exists()


def test_names_that_lead_out_of_the_prefix_are_refused_as_in_a_zip(shop):
    class Listing:
        """A client of a bucket with one object, which no file system could hold."""

        def get_paginator(self, _):
            return self

        def paginate(self, *, Prefix, **_):  # noqa: N803 (as the library spells it)
            keys = ["evil/../../etc/passwd.jpg"] if Prefix == "evil/" else []
            return [{"Contents": [{"Key": key, "Size": len(RED)} for key in keys]}]

        def get_object(self, **_):
            return {"Body": Path(__file__).open("rb")}

    packed = bucket_opened(Listing(), Place.of("s3://shops/evil"), max_bytes=10**9)
    with pytest.raises(UnreadableFile, match="unsafe name"):
        photo_archive(packed)
