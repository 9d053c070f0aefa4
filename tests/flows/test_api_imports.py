"""Bulk imports over the API: sent, read in another way, started, rested, cancelled, mended."""

import json

import pytest

from catalog.models import Import, ImportRow, Product
from catalog.services.import_advance import imports_advance
from imaging.models import Job
from tests.flows.api_calls import Api, api_of, uploaded
from tests.pictures import product_jpeg
from tests.sheets import zip_of

GOOD = "sku,title,photos\nA-1,Cup,a.jpg\nA-2,Bowl,b.jpg\n"
BAD = "sku,title\nA-1,Cup\nA-2,\n"
PHOTOS = {"a.jpg": product_jpeg(seed=1), "b.jpg": product_jpeg(seed=2)}


def send(api: Api, sheet: str = BAD, name: str = "products.csv", **fields):
    return api.upload("imports/", sheet=uploaded(sheet.encode(), name), **fields)


def sent(api: Api, sheet: str = BAD, **fields) -> str:
    """The address of an import whose rows are checked."""
    answer = send(api, sheet, **fields)
    assert answer.status_code == 201, answer.json()
    imports_advance()
    return f"imports/{answer.json()['id']}/"


@pytest.fixture
def api(shop) -> Api:
    return api_of(shop)


def test_a_file_is_received_checked_and_told_before_anything_is_written(api):
    answer = send(api)
    assert answer.status_code == 201
    assert answer.json()["status"] == "checking"

    imports_advance()
    told = api.get(f"imports/{answer.json()['id']}/").json()

    assert (told["status"], told["format"], told["encoding"]) == ("checked", "plain", "utf-8")
    assert told["columns"] == [
        {"head": "sku", "column": "sku"},
        {"head": "title", "column": "title"},
    ]
    assert told["counts"] == {
        "rows": 2, "products": 1, "created": 1, "changed": 0, "skipped": 0, "errors": 1,
    }  # fmt: skip
    assert not Product.objects.exists()


def test_rows_come_in_pages_with_what_is_wrong_with_each(api):
    address = sent(api)

    first = api.get(address + "rows/", page_size=1).json()
    second = api.client.get(first["next"], headers=api.headers).json()
    [failed] = api.get(address + "rows/", status="error").json()["results"]

    assert [first["results"][0]["number"], second["results"][0]["number"]] == [2, 3]
    assert (failed["sku"], failed["problems"][0]["code"]) == ("A-2", "title_missing")
    assert failed["problems"][0]["text"]
    assert second["next"] is None


def test_it_is_started_written_and_done(api, shop):
    address = sent(api)

    assert api.post(address + "start/").json()["status"] == "running"
    imports_advance()

    told = api.get(address).json()
    assert (told["status"], told["progress"]["share"]) == ("done", 1.0)
    assert [one.title for one in shop.products.all()] == ["Cup"]
    assert api.post(address + "start/").status_code == 422


def test_one_call_sends_photos_makings_and_starts(api, shop):
    makings = [{"recipe": "main-image", "presets": ["amazon_main", "walmart"]}]
    address = sent(
        api, GOOD, photos=uploaded(zip_of(PHOTOS), "p.zip"), makings=json.dumps(makings), start=True
    )
    imports_advance()

    told = api.get(address).json()
    assert (told["status"], told["progress"]["pictures"]) == ("running", 4)
    assert told["makings"][0]["presets"] == ["amazon_main", "walmart"]
    assert Job.objects.filter(priority=Job.Priority.BULK, recipe="main-image").count() == 4
    rows = api.get(address + "rows/").json()["results"]
    assert [len(row["renditions"]) for row in rows] == [2, 2]


def test_pause_resume_cancel_and_retry_are_there(api):
    makings = json.dumps([{"recipe": "cutout"}])
    photos = uploaded(zip_of(PHOTOS), "p.zip")
    address = sent(api, GOOD, photos=photos, makings=makings, start="true")
    imports_advance()

    def status(verb: str) -> str:
        return api.post(f"{address}{verb}/").json().get("status", "refused")

    verbs = ("pause", "pause", "resume", "cancel", "cancel", "retry")
    assert [status(verb) for verb in verbs] == [
        "paused", "refused", "running", "cancelled", "refused", "running",
    ]  # fmt: skip


def test_a_policy_may_be_said_when_it_is_sent_or_when_it_is_started(api):
    address = sent(api, policy="all")
    assert api.get(address).json()["policy"] == "all"

    refused = api.post(address + "start/")
    assert (refused.status_code, "all or nothing" in refused.json()["error"]) == (422, True)
    assert api.post(address + "start/", {"policy": "skip"}).json()["policy"] == "skip"


def test_columns_that_nobody_knows_are_named_afterwards(api):
    address = sent(api, "Artikel,Bezeichnung\nA-1,Tasse\n")
    waits = api.get(address).json()
    assert (waits["status"], waits["problem"]["code"]) == ("mapping", "columns_missing")

    columns = {"Artikel": "sku", "Bezeichnung": "title"}
    assert api.post(address + "reading/", {"columns": columns}).json()["status"] == "checking"
    imports_advance()

    assert api.get(address).json()["counts"]["created"] == 1


def test_columns_may_be_named_at_once_and_one_that_starts_itself_has_to(api):
    strange = "Artikel,Bezeichnung\nA-1,Tasse\n"
    refused = send(api, strange, start=True)
    assert (refused.status_code, refused.json()["code"]) == (422, "columns_missing")
    assert not Import.objects.exists()

    reading = json.dumps({"columns": {"Artikel": "sku", "Bezeichnung": "title"}})
    address = sent(api, strange, start=True, reading=reading)
    imports_advance()
    assert api.get(address).json()["status"] == "done"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"makings": '[{"recipe": "nope"}]'}, 422, "unknown_recipe"),
        ({"makings": '[{"recipe": "main-image"}]'}, 422, "preset_missing"),
        ({"makings": "{"}, 400, "invalid"),
        ({"makings": '"main-image"'}, 422, "bad_parameters"),
        ({"reading": '{"format": "nope"}'}, 400, "invalid"),
        ({"policy": "maybe"}, 400, "invalid"),
    ],
)
def test_what_would_fail_later_is_refused_at_once(api, fields, status, code):
    answer = send(api, **fields)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Import.objects.exists()


def test_a_file_that_is_no_table_is_refused_with_a_sentence(api):
    answer = api.upload("imports/", sheet=uploaded(product_jpeg(), "photo.jpg"))

    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "code"}


def test_the_rows_that_failed_come_back_as_the_file_with_the_reason(api):
    address = sent(api)

    answer = api.get(address + "errors/")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()

    assert answer["Content-Disposition"] == 'attachment; filename="errors.csv"'
    assert lines[0].replace('"', "") == "sku,title,reason"
    assert lines[1].replace('"', "").startswith("A-2,,")
    assert len(lines) == 2


def test_the_same_file_comes_back(api):
    address = sent(api, start=True)
    imports_advance()

    answer = api.get(address + "same/")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()

    assert answer.status_code == 200
    assert lines[0].replace('"', "").startswith("sku,title")
    assert len(lines) == 3


def test_a_list_can_be_narrowed_to_a_status(api):
    sent(api)
    Import.objects.update(status="cancelled", finished_at="2026-01-01T00:00Z")
    sent(api)

    assert len(api.get("imports/").json()["results"]) == 2
    [one] = api.get("imports/", status="checked").json()["results"]
    assert one["status"] == "checked"


def test_the_same_key_sends_a_file_once(api):
    headers = api.headers | {"Idempotency-Key": "night-1"}

    def again(sheet: str):
        form = {"sheet": uploaded(sheet.encode(), "products.csv")}
        return api.client.post("/api/v1/imports/", form, headers=headers)

    first, same, other = again(GOOD), again(GOOD), again(BAD)

    assert first.json()["id"] == same.json()["id"]
    assert other.status_code == 422
    assert Import.objects.count() == 1


def test_a_viewers_token_reads_and_a_strangers_finds_nothing(api, shop, viewer, stranger):
    address = sent(api)
    reader, other = api_of(shop, viewer), api_of(stranger.memberships.get().shop)

    assert reader.get(address + "rows/").status_code == 200
    assert reader.post(address + "start/").status_code == 403
    assert send(reader).status_code == 403
    assert [other.get(address).status_code, other.post(address + "start/").status_code] == [404] * 2
    assert other.get("imports/").json()["results"] == []


def test_a_page_of_rows_with_a_cursor_of_nobodys_is_404(api):
    address = sent(api)

    assert api.get(address + "rows/", cursor="cD1ub3BlCg==").status_code == 404
    assert ImportRow.objects.count() == 2
