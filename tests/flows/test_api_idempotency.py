"""A POST with an Idempotency-Key: sent again it is answered again, and done once."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalog.api.idempotency import KEY
from catalog.models import IdempotentCall, Product
from catalog.services import idempotent_calls
from catalog.services.idempotent_calls import call_begin, calls_forget
from tests.factories import make_rendition, make_shop
from tests.flows.api_calls import Api, api_of, uploaded
from tests.pictures import product_jpeg


def keyed(api: Api, path: str, body=None, key: str = "k-1"):
    content = {} if body is None else {"data": body, "content_type": "application/json"}
    headers = api.headers | {"Idempotency-Key": key}
    return api.client.post(f"/api/v1/{path}", headers=headers, **content)


def test_the_same_key_again_gets_the_same_answer_and_makes_nothing(shop):
    api = api_of(shop)

    first, again = (keyed(api, "products/", {"title": "Cup"}) for _ in range(2))

    assert [first.status_code, again.status_code] == [201, 201]
    assert first.json() == again.json()
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert again["Content-Type"] == first["Content-Type"]
    assert Product.objects.count() == 1


def test_without_a_key_two_calls_make_two(shop):
    api = api_of(shop)
    for _ in range(2):
        api.post("products/", {"title": "Cup"})

    assert Product.objects.count() == 2


def test_another_body_or_address_with_the_same_key_is_refused(shop, product):
    api = api_of(shop)
    keyed(api, "products/", {"title": "Cup"})

    for refused in (
        keyed(api, "products/", {"title": "Bowl"}),
        keyed(api, f"products/{product.pk}/archive/"),
    ):
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert Product.objects.filter(archived_at=None).count() == 2


def test_the_order_of_a_bodys_fields_is_not_another_body(shop):
    api = api_of(shop)
    keyed(api, "products/", '{"title": "Cup", "category": "Tea"}')

    assert keyed(api, "products/", '{"category": "Tea", "title": "Cup"}').status_code == 201
    assert Product.objects.count() == 1


def test_keys_of_two_shops_have_nothing_to_do_with_each_other(shop, stranger):
    keyed(api_of(shop), "products/", {"title": "Cup"})

    theirs = keyed(api_of(stranger.memberships.get().shop), "products/", {"title": "Bowl"})

    assert (theirs.status_code, theirs.json()["title"]) == (201, "Bowl")


def test_another_token_of_the_same_shop_gets_the_answer_only_if_it_may_write(shop, editor, viewer):
    first = keyed(api_of(shop), "products/", {"title": "Cup"})

    theirs = keyed(api_of(shop, editor), "products/", {"title": "Cup"})
    reader = keyed(api_of(shop, viewer), "products/", {"title": "Cup"})

    assert theirs.json() == first.json()
    assert reader.status_code == 403


def test_a_photo_sent_twice_is_compared_by_its_bytes(shop, product):
    api, path = api_of(shop), f"products/{product.pk}/photos/"
    headers = api.headers | {"Idempotency-Key": "photo"}

    def send(data: bytes):
        return api.client.post(f"/api/v1/{path}", {"photo": uploaded(data)}, headers=headers)

    same, other = product_jpeg(seed=1), product_jpeg(seed=2)

    assert [send(one).status_code for one in (same, same, other)] == [201, 201, 422]
    assert product.photos.count() == 1
    assert product.photos.get().bytes == len(same)


def test_while_the_first_is_still_running_the_second_is_told_to_wait(shop):
    api = api_of(shop)
    keyed(api, "products/", {"title": "Cup"})
    IdempotentCall.objects.update(status=None)

    waits = keyed(api, "products/", {"title": "Cup"})

    assert (waits.status_code, waits.json()["code"]) == (409, "in_progress")
    assert waits["Retry-After"] == "1"
    assert Product.objects.count() == 1


def test_a_call_whose_process_died_is_made_by_the_next_one(shop):
    api = api_of(shop)
    keyed(api, "products/", {"title": "Cup"})
    long_ago = timezone.now() - idempotent_calls.DEAD_AFTER - timedelta(seconds=1)
    IdempotentCall.objects.update(status=None, started_at=long_ago)

    assert keyed(api, "products/", {"title": "Cup"}).status_code == 201
    assert Product.objects.count() == 2
    assert IdempotentCall.objects.get().status == 201


def test_a_crash_does_not_burn_the_key(shop, monkeypatch):
    api = api_of(shop)
    api.client.raise_request_exception = False

    def crash(**fields):
        raise RuntimeError("broken")

    with monkeypatch.context() as broken:
        broken.setattr("catalog.api.views.products.product_create", crash)
        assert keyed(api, "products/", {"title": "Cup"}).status_code == 500

    assert keyed(api, "products/", {"title": "Cup"}).status_code == 201
    assert Product.objects.count() == 1


def test_a_refusal_is_answered_the_same_but_a_full_queue_is_asked_again(shop, photo, settings):
    api = api_of(shop)
    wrong = {"photos": [photo.pk], "recipe": "nope"}
    assert keyed(api, "renditions/", wrong).status_code == 422
    assert "Idempotency-Replayed" in keyed(api, "renditions/", wrong)

    settings.IMAGING_MAX_QUEUED = 0
    asked = {"photos": [photo.pk], "recipe": "cutout"}
    assert keyed(api, "renditions/", asked, "k-2").json()["code"] == "too_many_jobs"
    settings.IMAGING_MAX_QUEUED = 9
    assert keyed(api, "renditions/", asked, "k-2").status_code == 201


def test_an_answer_is_forgotten_after_a_day(shop):
    api = api_of(shop)
    keyed(api, "products/", {"title": "Cup"})
    IdempotentCall.objects.update(started_at=timezone.now() - timedelta(hours=24, seconds=1))

    assert calls_forget() == 1
    assert "Idempotency-Replayed" not in keyed(api, "products/", {"title": "Cup"})


def test_a_key_older_than_a_day_means_nothing_even_before_it_is_swept(shop):
    api = api_of(shop)
    keyed(api, "products/", {"title": "Cup"})
    IdempotentCall.objects.update(started_at=timezone.now() - timedelta(hours=25))

    assert keyed(api, "products/", {"title": "Bowl"}).status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "\x7f"])
def test_an_odd_key_is_refused_with_a_sentence(shop, key):
    assert KEY.fullmatch(key) is None

    answer = keyed(api_of(shop), "products/", {"title": "Cup"}, key)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert not Product.objects.exists()


def test_a_key_on_something_that_only_reads_changes_nothing(shop):
    api = api_of(shop)
    headers = api.headers | {"Idempotency-Key": "k"}

    assert api.client.get("/api/v1/products/", headers=headers).status_code == 200
    assert not IdempotentCall.objects.exists()


def test_the_body_is_checked_before_the_key_is_used(shop):
    api = api_of(shop)
    assert keyed(api, "products/", "{nonsense").status_code == 400

    assert keyed(api, "products/", {"title": "Cup"}).status_code == 201


def together(*calls):
    """Every call in a thread and with a connection of its own, begun at the same moment."""
    gate, answers = threading.Barrier(len(calls)), []

    def run(call):
        gate.wait()
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_with_one_key_make_one_thing(shop):
    token = api_of(shop).token

    def send():
        return keyed(Api(token), "products/", {"title": "Cup"})

    answers = together(*[send] * 6)

    assert Product.objects.count() == 1
    assert {one.status_code for one in answers} <= {201, 409}
    first = {one.json()["id"] for one in answers if one.status_code == 201}
    assert first == {Product.objects.get().pk}
    assert [one.status_code for one in answers if "Idempotency-Replayed" not in one].count(201) == 1


@pytest.mark.django_db(transaction=True)
def test_one_of_many_takes_over_from_the_dead():
    shop = make_shop()
    begin = {"shop": shop, "key": "k", "fingerprint": "f"}
    call_begin(**begin, attempt=uuid.uuid4())
    IdempotentCall.objects.update(started_at=timezone.now() - timedelta(hours=1))
    attempts = [uuid.uuid4() for _ in range(4)]

    calls = together(
        *[lambda mine=mine: call_begin(**begin, attempt=mine).attempt == mine for mine in attempts]
    )

    assert sorted(calls) == [False, False, False, True]


def test_a_download_on_record_is_not_kept(shop, photo):
    api, path = api_of(shop), f"renditions/{make_rendition(photo).pk}/unlabelled/"
    body = {"reason": "Amazon", "is_agreed": True}

    assert [keyed(api, path, body).status_code for _ in range(2)] == [200, 200]
    assert not IdempotentCall.objects.exists()
