"""Who fetches what when: limits of a host over all workers, patience, and workers that die."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.utils import timezone

from catalog.models import Fetch, FetchHost, Import, Photo
from catalog.services import fetches
from catalog.services.fetch_claims import fetch_claim
from catalog.services.fetches import fetch_run, fetches_work
from catalog.services.imports import import_retry
from catalog.tasks import wake_fetching
from imaging.errors import EngineError
from tests import fetch_host
from tests.factories import make_shop
from tests.fetch_host import Answering, Host, host_running
from tests.fetch_world import fetched, rows_with, started, time_passes, written
from tests.pictures import product_jpeg
from tests.sheets import reasons

TIN = product_jpeg(64, 48)


@pytest.fixture(scope="module")
def running() -> Iterator[Host]:
    with host_running() as host:
        yield host


@pytest.fixture
def host(running: Host, settings, monkeypatch) -> Host:
    monkeypatch.setattr(fetches, "IDLE_S", 0.1)
    running.forget()
    settings.FETCH_ALLOW = [running.authority]
    settings.FETCH_INTERVAL_S = 0
    return running


def paths(count: int) -> list[str]:
    return [f"/{number}.jpg" for number in range(count)]


@pytest.mark.django_db(transaction=True)
def test_a_host_is_never_asked_for_more_than_two_at_once_however_many_workers(host):
    lock, now, most = threading.Lock(), 0, 0

    def page(asked: Answering) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.2)  # far longer than a claim takes
        with lock:
            now -= 1
        asked.answer(200, TIN)

    host.pages |= dict.fromkeys(paths(8), page)
    source = started(make_shop(), rows_with(host, *paths(8)))

    def work() -> None:
        fetched()
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert most == 2
    assert host.asked == dict.fromkeys(paths(8), 1)
    assert source.fetches.filter(status=Fetch.Status.DONE).count() == 8


def test_a_host_has_a_rest_between_pictures_and_others_do_not_wait(shop, host, settings):
    settings.FETCH_INTERVAL_S = 60
    started(shop, rows_with(host, *paths(2)))
    with host_running() as other:
        settings.FETCH_ALLOW = [host.authority, other.authority]
        started(shop, rows_with(other, *paths(2)))
        claimed = [fetch_claim(), fetch_claim(), fetch_claim()]
    assert {one.host for one in claimed if one} == {host.authority, other.authority}
    assert claimed[2] is None


def test_of_two_imports_from_one_host_neither_waits_for_the_other(shop, host, settings):
    settings.FETCH_PER_HOST = 4
    first = started(shop, rows_with(host, *paths(5)))
    second = started(shop, rows_with(host, *paths(5)))
    claimed = [fetch_claim().source_id for _ in range(4)]
    assert sorted(map(str, claimed)) == sorted(map(str, [first.pk, second.pk] * 2))


def test_what_failed_waits_longer_each_time_and_ends_with_the_reason(shop, host, monkeypatch):
    monkeypatch.setattr("catalog.services.fetches.random.uniform", lambda low, high: 1.0)
    host.pages["/0.jpg"] = fetch_host.status(503)
    source = started(shop, rows_with(host, "/0.jpg"))
    waits = []
    for _ in range(4):
        began = timezone.now()
        assert fetched() == 1
        fetch = source.fetches.get()
        waits.append(round((fetch.not_before - began).total_seconds()))
        assert fetched() == 0  # not before its time
        time_passes()
    assert waits == [5, 30, 180, 900]

    written(source)
    assert reasons(source) == {2: ["host_busy"]}
    assert host.asked == {"/0.jpg": 5}


def test_pictures_that_failed_together_do_not_come_back_together(shop, host):
    host.pages |= dict.fromkeys(paths(8), fetch_host.status(500))
    source = started(shop, rows_with(host, *paths(8)))
    fetched()
    waits = {fetch.not_before - timezone.now() for fetch in source.fetches.all()}
    assert max(waits) - min(waits) > timedelta(seconds=0.1)


def test_a_host_that_says_when_is_not_asked_before_for_any_of_its_pictures(shop, host):
    host.pages["/0.jpg"] = fetch_host.status(429, Retry_After="600")
    host.pages["/1.jpg"] = fetch_host.file(TIN)
    source = started(shop, rows_with(host, *paths(2)))

    assert fetched() == 1

    assert host.asked == {"/0.jpg": 1}
    soonest = timezone.now() + timedelta(seconds=590)
    assert FetchHost.objects.get().next_at > soonest
    assert source.fetches.get(number=2).not_before > soonest


def test_a_host_that_wants_a_year_is_asked_within_the_hour(shop, host):
    host.pages["/0.jpg"] = fetch_host.status(503, Retry_After=str(365 * 86_400))
    started(shop, rows_with(host, "/0.jpg"))
    fetched()
    assert FetchHost.objects.get().next_at < timezone.now() + timedelta(hours=1, minutes=1)


def test_a_host_that_is_gone_does_not_hold_up_thousands_of_rows(shop, host, monkeypatch):
    monkeypatch.setattr(fetches, "BACKOFF_S", (5,))
    host.pages |= dict.fromkeys(paths(12), fetch_host.status(500))
    source = started(shop, rows_with(host, *paths(12)))
    fetched()
    time_passes()
    fetched()

    written(source)
    assert source.status == Import.Status.DONE
    assert reasons(source) == {number: ["host_busy"] for number in range(2, 14)}
    assert sum(host.asked.values()) < 24  # the first that was given up took the others with it

    host.pages |= dict.fromkeys(paths(12), fetch_host.file(TIN))
    import_retry(source=source)
    written(source)
    assert reasons(source) == {}
    assert Photo.objects.count() == 12


def test_a_full_disk_is_waited_for_and_not_the_hosts_fault(shop, host, monkeypatch):
    def full(**_: object) -> None:
        raise EngineError("disk_full")

    host.pages["/0.jpg"] = fetch_host.file(TIN)
    source = started(shop, rows_with(host, "/0.jpg"))
    with monkeypatch.context() as patched:
        patched.setattr(fetches, "room_check", full)
        fetched()
    assert source.fetches.get().problem["code"] == "disk_full"
    assert FetchHost.objects.get().failures == 0

    time_passes()
    written(source)
    assert source.status == Import.Status.DONE


def test_a_picture_whose_worker_died_is_fetched_by_the_next(shop, host):
    host.pages["/0.jpg"] = fetch_host.file(TIN)
    source = started(shop, rows_with(host, "/0.jpg"))
    lost = fetch_claim()
    assert fetch_claim() is None
    time_passes()

    written(source)
    assert source.status == Import.Status.DONE
    assert host.asked == {"/0.jpg": 1}

    fetch_run(fetch=lost)  # it was only slow: what it brings is too late and is not kept
    assert source.fetches.get().file == ""
    assert not default_storage.listdir(f"imports/{shop.tenant}/{source.pk}/fetched")[1]


def test_a_picture_that_kills_whoever_fetches_it_is_given_up(shop, host):
    source = started(shop, rows_with(host, "/0.jpg"))
    for _ in range(5):
        assert fetch_claim()
        time_passes()
    written(source)
    assert reasons(source) == {2: ["fetch_lost"]}
    assert host.asked == {}


@pytest.mark.django_db(transaction=True)
def test_another_goes_on_where_a_process_was_killed_in_the_middle(host):
    host.pages["/0.jpg"] = fetch_host.file(TIN)
    host.pages["/1.jpg"] = fetch_host.in_turn(fetch_host.slow_drip, fetch_host.file(TIN))
    source = started(make_shop(), rows_with(host, *paths(2)))
    connection.close()
    child = os.fork()
    if child == 0:
        connections.close_all()
        fetches_work(until=timezone.now() + timedelta(seconds=30))
        os._exit(0)
    while not host.asked["/1.jpg"]:
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert fetched() == 0  # its lease still runs
    time_passes()
    written(source)
    assert source.status == Import.Status.DONE
    assert Photo.objects.count() == 2
    assert host.asked == {"/0.jpg": 1, "/1.jpg": 2}  # what was there is not fetched again


def test_those_who_fetch_are_woken_only_where_there_is_something_to_fetch(shop, host, monkeypatch):
    woken: list[str] = []
    monkeypatch.setattr(
        "catalog.tasks.fetch_pictures.apply_async", lambda **how: woken.append(how["queue"])
    )
    wake_fetching()
    assert woken == []
    started(shop, rows_with(host, "/0.jpg"))
    wake_fetching()
    assert set(woken) == {"fetch"}
