"""How often a token may call, what its answers say of that, and how its calls are counted."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from catalog import throttles
from catalog.counters import counted, taken
from catalog.models import ApiCalls, ApiToken
from catalog.throttles import TokenThrottle
from studio.cache import CacheThatMayBeAway
from tests.flows.api_calls import Api, api_of

NOON = 1_790_000_020.0  # 20 s before the end of a minute


@pytest.fixture
def clock(monkeypatch):
    """The throttles' time, which stands still until a test moves it."""

    class Clock:
        now = NOON

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(throttles, "time", clock)
    return clock


@pytest.fixture
def three_a_minute(monkeypatch):
    monkeypatch.setattr(TokenThrottle, "rate", "3/min", raising=False)


def test_every_answer_says_what_is_left_and_when_it_begins_anew(shop, clock, three_a_minute):
    api = api_of(shop)

    answers = [api.get("recipes/") for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one["RateLimit"] for one in answers] == [
        '"token";r=2;t=20',
        '"token";r=1;t=20',
        '"token";r=0;t=20',
        '"token";r=0;t=20',
    ]
    assert {one["RateLimit-Policy"] for one in answers} == {'"token";q=3;w=60'}
    assert answers[-1]["Retry-After"] == "20"

    clock.now += 20
    assert api.get("recipes/").status_code == 200


def test_a_token_may_have_a_number_of_its_own(shop, clock, three_a_minute):
    api = api_of(shop)
    ApiToken.objects.update(calls_a_minute=5)

    assert api.get("recipes/")["RateLimit-Policy"] == '"token";q=5;w=60'
    assert [api.get("recipes/").status_code for _ in range(5)] == [200] * 4 + [429]


def test_the_limit_is_the_tokens_and_not_the_shops(shop, clock, three_a_minute):
    one, other = api_of(shop), api_of(shop)
    for _ in range(4):
        one.get("recipes/")

    assert other.get("recipes/").status_code == 200


def test_many_at_once_are_never_let_through_beyond_the_limit(clock, three_a_minute):
    allowed = []

    def call() -> None:
        request = Request(APIRequestFactory().get("/"))
        allowed.append(TokenThrottle().allow_request(request, APIView()))

    threads = [threading.Thread(target=call) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(allowed) == [False] * 17 + [True] * 3


def test_without_a_limit_nothing_is_said(shop):
    assert "RateLimit" not in api_of(shop).get("recipes/")


def test_a_cache_that_is_away_lets_everybody_through():
    away = CacheThatMayBeAway("redis://127.0.0.1:1/0", {})

    assert (away.add("n", 0), away.incr("n")) == (True, 0)


def test_what_was_counted_is_taken_once():
    for _ in range(3):
        counted("k", keep_s=60)

    assert [taken("k"), taken("k"), counted("k", keep_s=60)] == [3, 0, 1]


def test_calls_are_written_down_by_token_and_day_once_a_minute(shop):
    api = api_of(shop)
    for _ in range(4):
        api.get("recipes/")
    assert ApiCalls.objects.get().calls == 1  # the first; three more wait in the cache

    ApiToken.objects.update(used_at=timezone.now() - timedelta(seconds=61))
    api.get("recipes/")

    row = ApiCalls.objects.get()
    assert (row.calls, row.day) == (5, timezone.now().date())


def test_a_call_without_a_valid_token_is_nobodys(shop):
    Api("cs_wrong").get("recipes/")
    cache.clear()

    assert not ApiCalls.objects.exists()
