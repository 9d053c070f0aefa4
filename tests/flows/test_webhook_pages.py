"""Webhooks and usage as owners and operators see them."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import ApiCalls, ApiToken, Quota, WebhookDelivery, WebhookEndpoint
from catalog.services.tokens import token_create
from catalog.services.webhook_endpoints import webhook_create, webhook_test
from catalog.services.webhook_events import EVENTS
from imaging.models import Job
from tests.factories import make_job
from tests.flows.api_calls import api_of

LIST, URL = "/s/teashop/settings/webhooks/", "https://shop.example/hook"


@pytest.fixture
def endpoint(shop, owner) -> WebhookEndpoint:
    return webhook_create(shop=shop, url=URL, events=EVENTS, by=owner)[0]


@pytest.fixture
def page(client_of, owner):
    return client_of(owner)


def text(answer) -> str:
    return answer.content.decode()


def test_an_address_is_added_and_its_secret_shown_once(shop, page):
    made = page.post(LIST, {"url": URL, "events": ["rendition.ready", "import.ended"]})
    endpoint = shop.webhooks.get()
    secret = endpoint.secrets.get().secret

    assert (made.status_code, secret in text(made)) == (201, True)
    assert "no-store" in made["Cache-Control"]
    assert endpoint.events == ["import.ended", "rendition.ready"]
    for address in (LIST, f"{LIST}{endpoint.pk}/"):
        assert secret not in text(page.get(address))


@pytest.mark.parametrize("url", ["", "http://shop.example/hook", "https://shop.example:99999/"])
def test_an_address_that_cannot_be_used_is_said_beside_the_field(shop, page, url):
    answer = page.post(LIST, {"url": url, "events": ["import.ended"]})

    assert answer.status_code == 422
    assert "field__error" in text(answer)
    assert not shop.webhooks.exists()


def test_a_test_message_stands_in_the_log_and_can_be_sent_again(endpoint, page):
    page.post(f"{LIST}{endpoint.pk}/test/")
    delivery = endpoint.deliveries.get()
    WebhookDelivery.objects.update(
        status="failed", attempts=7, answer_status=500, answer="<b>out of order</b>"
    )
    shown = text(page.get(f"{LIST}{endpoint.pk}/"))

    assert "endpoint.test" in shown
    assert "&lt;b&gt;out of order&lt;/b&gt;" in shown

    page.post(f"{LIST}{endpoint.pk}/messages/{delivery.pk}/again/")
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("waiting", 0)


def test_why_nothing_was_answered_is_said_in_the_readers_language(endpoint, page):
    webhook_test(endpoint=endpoint)
    WebhookDelivery.objects.update(problem={"code": "host_silent", "arguments": {"host": "x.y"}})

    shown = page.get(f"{LIST}{endpoint.pk}/", headers={"Accept-Language": "zh-hans"})

    assert "x.y 未在规定时间内响应。" in text(shown)


@pytest.mark.parametrize(
    ("because", "words"), [("gone", "is gone (410)"), ("failing", "For five days")]
)
def test_the_owner_is_told_when_an_address_was_switched_off(endpoint, page, because, words):
    WebhookEndpoint.objects.update(off_at=timezone.now(), off_because=because)

    assert words in text(page.get(f"{LIST}{endpoint.pk}/"))
    page.post(f"{LIST}{endpoint.pk}/switch/")
    endpoint.refresh_from_db()
    assert endpoint.off_at is None


def test_a_new_secret_is_shown_once_and_the_old_one_ends_in_a_day(endpoint, page):
    old = endpoint.secrets.get()

    answer = page.post(f"{LIST}{endpoint.pk}/secret/")
    new = endpoint.secrets.get(ends_at=None)
    old.refresh_from_db()

    assert (answer.status_code, new.secret in text(answer)) == (201, True)
    assert timedelta(hours=23) < old.ends_at - timezone.now() <= timedelta(hours=24)


def test_another_shops_owner_finds_no_webhook_and_no_message(endpoint, stranger, client_of):
    webhook_test(endpoint=endpoint)
    delivery = endpoint.deliveries.get()
    theirs, mine = client_of(stranger), f"/s/elsewhere/settings/webhooks/{endpoint.pk}/"

    assert theirs.get(mine).status_code == 404
    for verb in ("test", "secret", "switch", "delete", f"messages/{delivery.pk}/again"):
        assert theirs.post(f"{mine}{verb}/").status_code == 404
    assert endpoint.secrets.count() == 1


def used(shop) -> None:
    """Three pictures in a minute each, a photo read, a failure, a picture of last month."""
    now = timezone.now()
    for recipe, status in (
        ("main-image", "done"), ("main-image", "done"), ("cutout", "done"), ("tags", "done"),
        ("main-image", "failed"),
    ):  # fmt: skip
        make_job(
            shop.tenant, recipe=recipe, status=status, started_at=now - timedelta(seconds=60),
            finished_at=now,
        )  # fmt: skip
    Job.objects.filter(recipe="cutout").update(finished_at=now - timedelta(days=32))


def test_the_page_tells_pictures_by_recipe_time_and_calls(shop, page, owner):
    used(shop)
    token = token_create(shop=shop, name="Shop system", by=owner)[0]
    ApiCalls.objects.create(token=token, day=timezone.now().date(), calls=1234)

    shown = text(page.get("/s/teashop/settings/usage/"))
    figures = re.findall(r"<dd>([^<]*)</dd>", shown)

    assert (figures[0], figures[1], figures[3]) == ("2", "0", "0:04:00")
    assert "Main image" in shown
    assert "1,234" in shown


def test_months_can_be_leafed_and_odd_ones_are_not_there(shop, page):
    used(shop)
    before = (timezone.localdate().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")

    assert page.get("/s/teashop/settings/usage/", {"month": before}).status_code == 200
    for odd in ("2019-12", "9999-12", "0001-01", "2026-13", "x"):
        assert page.get("/s/teashop/settings/usage/", {"month": odd}).status_code == 404


def test_the_api_tells_the_same_to_owners(shop, editor):
    used(shop)
    Quota.objects.create(shop=shop, pictures_a_month=50)
    api = api_of(shop)

    told = api.get("shop/usage/").json()

    assert (told["pictures"], told["seconds"], told["month"]) == (
        2, 240.0, timezone.localdate().strftime("%Y-%m"),
    )  # fmt: skip
    assert told["recipes"] == [{"recipe": "main-image", "pictures": 2, "seconds": 120.0}]
    assert told["quota"]["pictures_a_month"] == 50
    assert told["tokens"][0]["calls"] == 1
    assert api_of(shop, editor).get("shop/usage/").status_code == 403
    assert api.get("shop/usage/", month="2026-13").status_code == 400


def test_operators_see_every_shop_and_set_quotas_and_rates(shop, stranger, operator, client_of):
    token = token_create(shop=shop, name="x", by=stranger)[0]
    client, address = client_of(operator), "/operator/usage/teashop/"
    assert {"Tea shop", "Elsewhere"} <= set(
        re.findall(r">([\w ]+)</a></td>", text(client.get("/operator/usage/")))
    )

    client.post(address, {"pictures_a_month": 500, "rows_a_month": "", "stored_gb": "1.5"})
    client.post(address, {"token": token.pk, "calls_a_minute": 30})

    quota = Quota.objects.get(shop=shop)
    assert (quota.pictures_a_month, quota.rows_a_month, quota.stored_bytes) == (
        500, None, 1_500_000_000,
    )  # fmt: skip
    assert ApiToken.objects.get(pk=token.pk).calls_a_minute == 30
    assert client.post(address, {"pictures_a_month": -1}).status_code == 422
    assert client.post(address, {"token": token.pk, "calls_a_minute": 0}).status_code == 422


def test_an_operator_sets_no_token_of_another_shop(shop, stranger, operator, client_of):
    theirs = token_create(shop=stranger.memberships.get().shop, name="x", by=stranger)[0]

    answer = client_of(operator).post(
        "/operator/usage/teashop/", {"token": theirs.pk, "calls_a_minute": 1}
    )

    assert answer.status_code == 422
    theirs.refresh_from_db()
    assert theirs.calls_a_minute is None


def test_the_body_of_a_message_can_be_read_in_the_log(endpoint, page):
    webhook_test(endpoint=endpoint)
    body = json.loads(endpoint.deliveries.get().body)

    assert body["type"] == "endpoint.test"
    assert "&quot;shop&quot;: &quot;teashop&quot;" in text(page.get(f"{LIST}{endpoint.pk}/"))
