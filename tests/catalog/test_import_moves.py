"""Imports that start themselves, and what systems are told of imports."""

import json
from io import BytesIO

import pytest

from catalog.models import Import, Variant, WebhookDelivery
from catalog.services.import_advance import import_advance
from catalog.services.import_files import ImportFiles
from catalog.services.import_orders import Order, import_order
from catalog.services.imports import import_cancel, import_start
from catalog.services.webhook_endpoints import webhook_create
from catalog.services.webhook_events import EVENTS

GOOD = ("SKU,Title", "A-1,Cup", "A-2,Bowl")
BAD = ("SKU,Title", "A-1,Cup", "A-2,")


@pytest.fixture(autouse=True)
def endpoint(shop, owner):
    return webhook_create(shop=shop, url="https://x.example/hook", events=EVENTS, by=owner)[0]


def order(shop, owner, *lines: str, **said) -> Import:
    files = ImportFiles(name="rows.csv", sheet=BytesIO("\n".join(lines).encode()))
    return import_order(shop=shop, by=owner, files=files, order=Order(**said))


def carried_on(source: Import) -> Import:
    for _ in range(4):
        import_advance(source=source)
    return source


def told() -> list[tuple[str, str]]:
    rows = WebhookDelivery.objects.order_by("pk")
    return [(row.type, json.loads(row.body)["data"]["status"]) for row in rows]


def test_one_that_starts_itself_is_checked_written_and_told_of(shop, owner):
    source = carried_on(order(shop, owner, *GOOD, starts_itself=True))

    assert source.status == "done"
    assert Variant.objects.count() == 2
    assert told() == [("import.checked", "checked"), ("import.ended", "done")]


def test_one_that_does_not_waits_for_a_person_and_keeps_its_policy(shop, owner):
    source = carried_on(order(shop, owner, *GOOD, policy="stop"))

    assert (source.status, source.policy) == ("checked", "stop")
    assert told() == [("import.checked", "checked")]


def test_all_or_nothing_with_a_bad_row_says_why_it_did_not_start(shop, owner):
    source = carried_on(order(shop, owner, *BAD, policy="all", starts_itself=True))

    assert source.status == "checked"
    assert "all or nothing would be nothing" in source.problem["arguments"]["reason"]


def test_one_that_stops_at_a_bad_row_is_told_as_cancelled(shop, owner):
    carried_on(order(shop, owner, *BAD, policy="stop", starts_itself=True))

    assert told()[-1] == ("import.ended", "cancelled")


def test_one_that_is_cancelled_is_told_once(shop, owner):
    source = carried_on(order(shop, owner, *GOOD))
    import_start(source=source)
    import_cancel(source=source)
    carried_on(source)

    assert told() == [("import.checked", "checked"), ("import.ended", "cancelled")]
