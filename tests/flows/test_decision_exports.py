"""The log as a file: over HTTP for moderators, on standard output for operators."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.urls import reverse

from catalog.models import Review
from catalog.models.review_chain import GENESIS
from catalog.services import decision_exports
from tests.factories import make_photo, make_product, make_rendition

URL = reverse("catalog:review_export", args=["csv"])
LINES = reverse("catalog:review_export", args=["jsonl"])
HEADS = (
    "id created_at verb shop product rendition about by by_member reasons clauses note picture"
    " previous_hash hash"
)


@pytest.fixture
def log(shop, owner, moderator):
    """Three events on three days; product and note try to be formulas."""
    rendition = make_rendition(make_photo(make_product(shop, "=HYPERLINK(1)")))
    said = [
        ("submitted", owner, [], "", 20),
        ("rejected", moderator, ["unsafe", "brand_not_owned"], "+1 杯子\nline", 21),
        ("approved", None, [], "", 22),
    ]
    return [
        Review.objects.create(
            rendition=rendition,
            verb=verb,
            by=by,
            reasons=reasons,
            note=note,
            created_at=datetime(2026, 11, day, 12, tzinfo=UTC),
        )
        for verb, by, reasons, note, day in said
    ]


def text_of(response):
    async def whole():
        return b"".join([chunk async for chunk in response.streaming_content])

    return async_to_sync(whole)().decode("utf-8-sig")


def rows_of(response):
    return list(csv.DictReader(io.StringIO(text_of(response))))


def test_a_sheet_has_every_event_oldest_first_and_runs_no_formula(client_of, moderator, log):
    response = client_of(moderator).get(URL)
    rows = rows_of(response)

    assert list(rows[0]) == HEADS.split()
    assert [row["verb"] for row in rows] == ["submitted", "rejected", "approved"]
    rejected = rows[1]
    assert rejected["product"] == "'=HYPERLINK(1)"
    assert rejected["note"] == "'+1 杯子\nline"
    assert rejected["reasons"] == "unsafe brand_not_owned"
    assert rejected["clauses"] == "P-5.2 P-4.1"
    assert rejected["by"] == "moderator@example.com"
    assert rejected["shop"] == "teashop"
    assert rejected["hash"] == log[1].hash
    assert rows[2]["by"] == ""


@pytest.mark.parametrize(
    "asked, verbs",
    [
        ({"since": "2026-11-21"}, ["rejected", "approved"]),
        ({"until": "2026-11-21"}, ["submitted", "rejected"]),
        ({"since": "2026-11-21", "until": "2026-11-21"}, ["rejected"]),
        ({"since": "2026-12-01"}, []),
        ({"verb": "approved"}, ["approved"]),
        ({"q": "moderator@"}, ["rejected"]),
    ],
)
def test_days_are_included_on_both_sides(client_of, moderator, log, asked, verbs):
    assert [row["verb"] for row in rows_of(client_of(moderator).get(URL, asked))] == verbs


def test_whoever_gets_the_lines_can_verify_the_chain(client_of, moderator, log):
    response = client_of(moderator).get(LINES)
    lines = [json.loads(line) for line in text_of(response).splitlines()]

    head = GENESIS
    for line, review in zip(lines, log, strict=True):
        content = {**line["content"], "previous_hash": head}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        head = hashlib.sha256(text.encode()).hexdigest()
        assert line["hash"] == head == review.hash
    assert lines[1]["note"] == "+1 杯子\nline"
    assert lines[2]["by"] is None


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"verb": "published"}])
def test_what_cannot_be_read_is_said(client_of, moderator, log, asked):
    response = client_of(moderator).get(URL, asked)

    assert response.status_code == 422
    assert "2026-11-23" in response.content.decode()


def test_there_is_no_other_kind_of_file(client_of, moderator):
    other = reverse("catalog:review_export", args=["xlsx"])
    assert client_of(moderator).get(other).status_code == 404


def test_the_page_shows_the_days_asked_for_and_hands_them_to_the_files(client_of, moderator, log):
    asked = {"since": "2026-11-21", "until": "2026-11-21"}
    page = client_of(moderator).get(reverse("catalog:review_log"), asked).content.decode()

    assert f"{URL}?since=2026-11-21&amp;until=2026-11-21" in page
    assert 'value="2026-11-21"' in page
    assert page.count('<td data-label="When">') == 1


@pytest.mark.parametrize("who", ["owner", "viewer", "stranger", "operator"])
def test_only_moderators_get_the_log(client_of, request, log, who):
    assert client_of(request.getfixturevalue(who)).get(URL).status_code == 403


def test_more_rows_than_are_held_at_a_time_are_all_there(client_of, moderator, log, monkeypatch):
    monkeypatch.setattr(decision_exports, "AT_ONCE", 2)

    assert len(rows_of(client_of(moderator).get(URL))) == 3


def test_the_command_writes_the_same(log):
    out = StringIO()
    call_command("decisions_export", since="2026-11-21", until="2026-11-21", stdout=out)
    [line] = out.getvalue().splitlines()
    assert json.loads(line)["hash"] == log[1].hash

    sheet = StringIO()
    call_command("decisions_export", kind="csv", stdout=sheet)
    assert [row["verb"] for row in csv.DictReader(StringIO(sheet.getvalue()))] == [
        "submitted",
        "rejected",
        "approved",
    ]
