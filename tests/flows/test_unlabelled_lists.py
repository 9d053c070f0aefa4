"""The record of pictures without their label: all of it for moderators, a shop's for its owners."""

import csv
import io
from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync

from catalog.models import UnlabelledExport
from catalog.services import unlabelled_exports
from tests.factories import make_photo, make_product, make_rendition, make_shop
from tests.flows.desk_world import said, url

DESK, SHEET = url("review_unlabelled"), url("review_unlabelled_csv")
OWN, OWN_SHEET = url("unlabelled_list", "teashop"), url("unlabelled_csv", "teashop")


def take(shop, by, *, title, reason, day):
    rendition = make_rendition(make_photo(make_product(shop, title)))
    return UnlabelledExport.objects.create(
        shop=shop,
        rendition=rendition,
        by=by,
        job_id=rendition.job_id,
        picture="ab" * 32,
        reason=reason,
        created_at=datetime(2026, 11, day, 12, tzinfo=UTC),
    )


@pytest.fixture
def taken(shop, owner, stranger):
    """Two of the tea shop on two days, and one of another shop; a reason tries to be a formula."""
    other = make_shop(owner=stranger, slug="other", name="Other shop")
    return [
        take(shop, owner, title="Cup", reason="=HYPERLINK(1)", day=20),
        take(shop, owner, title="Pot", reason="亚马逊不允许文字", day=21),
        take(other, stranger, title="Vase", reason="Printed in a book", day=22),
    ]


def rows_of(response):
    async def whole():
        return b"".join([chunk async for chunk in response.streaming_content])

    return list(csv.DictReader(io.StringIO(async_to_sync(whole)().decode("utf-8-sig"))))


def test_moderators_see_who_took_what_from_which_shop_and_why(client_of, moderator, taken):
    page = said(client_of(moderator).get(DESK))

    assert [page.index(one) for one in ("Vase", "Pot", "Cup")] == sorted(
        page.index(one) for one in ("Vase", "Pot", "Cup")
    )
    for words in ("Other shop", "Printed in a book", "亚马逊不允许文字", "ab" * 6):
        assert words in page


@pytest.mark.parametrize(
    "asked, titles",
    [
        ({}, ["Cup", "Pot", "Vase"]),
        ({"q": "tea sh"}, ["Cup", "Pot"]),
        ({"q": "stranger@"}, ["Vase"]),
        ({"q": "pot"}, ["Pot"]),
        ({"since": "2026-11-21"}, ["Pot", "Vase"]),
        ({"since": "2026-11-21", "until": "2026-11-21"}, ["Pot"]),
        ({"until": "2026-11-19"}, []),
    ],
)
def test_page_and_sheet_show_what_the_filter_asks_for(client_of, moderator, taken, asked, titles):
    desk = client_of(moderator)

    assert [row["product"] for row in rows_of(desk.get(SHEET, asked))] == titles
    page = said(desk.get(DESK, asked))
    assert [one for one in ("Cup", "Pot", "Vase") if f">{one}</span>" in page] == titles


def test_a_sheet_runs_no_formula_and_names_job_and_file(client_of, moderator, taken):
    row = rows_of(client_of(moderator).get(SHEET))[0]

    assert row["reason"] == "'=HYPERLINK(1)"
    assert row["job"] == str(taken[0].job_id)
    assert row["picture"] == "ab" * 32
    assert (row["shop"], row["by"]) == ("teashop", "owner@example.com")


def test_owners_see_what_their_own_shop_took_alone(client_of, owner, taken):
    seller = client_of(owner)

    page = said(seller.get(OWN))
    assert "Pot" in page
    assert "Vase" not in page
    assert taken[0].rendition.get_absolute_url() in page
    assert [row["product"] for row in rows_of(seller.get(OWN_SHEET))] == ["Cup", "Pot"]
    assert OWN in said(seller.get(url("shop_settings", "teashop")))


@pytest.mark.parametrize("address", [OWN, OWN_SHEET])
def test_strangers_and_members_who_own_nothing_do_not(
    client_of, stranger, editor, moderator, taken, address
):
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(moderator).get(address).status_code == 404
    assert client_of(editor).get(address).status_code == 403


@pytest.mark.parametrize("address", [DESK, SHEET])
def test_the_list_of_all_shops_is_for_moderators(client_of, owner, stranger, taken, address):
    assert client_of(owner).get(address).status_code == 403
    assert client_of(stranger).get(address).status_code == 403


def test_what_was_purged_stays_listed(client_of, owner, moderator, taken):
    UnlabelledExport.objects.filter(pk=taken[1].pk).update(rendition=None)

    assert "Deleted since" in said(client_of(moderator).get(DESK))
    assert "Deleted since" in said(client_of(owner).get(OWN))
    row = rows_of(client_of(moderator).get(SHEET))[1]
    assert (row["product"], row["rendition"], row["picture"]) == ("", "", "ab" * 32)


def test_more_rows_than_are_held_at_a_time_are_all_there(client_of, moderator, taken, monkeypatch):
    monkeypatch.setattr(unlabelled_exports, "AT_ONCE", 2)

    assert len(rows_of(client_of(moderator).get(SHEET))) == 3


def test_days_that_cannot_be_read_are_said(client_of, moderator, taken):
    response = client_of(moderator).get(SHEET, {"since": "yesterday"})

    assert response.status_code == 422
    assert "2026-11-23" in said(response)
