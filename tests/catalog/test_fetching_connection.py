"""A GET and a POST against a host that does what hosts do wrong, and what attackers do right."""

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from catalog.fetching.connection import Answer, Limits, fetch, send
from catalog.fetching.errors import FetchFailed, FetchRefused
from tests import fetch_host
from tests.fetch_host import Elsewhere, Host, host_running
from tests.pictures import product_jpeg

LIMITS = Limits(max_bytes=1_000_000, total_s=0.6, wait_s=0.4)
CDN = "93.184.216.34"
ADDRESS = "http://cdn.example/a.jpg"


@pytest.fixture(scope="module")
def running() -> Iterator[Host]:
    with host_running() as host:
        yield host


@pytest.fixture
def host(running: Host) -> Host:
    running.forget()
    return running


@pytest.fixture
def network(host: Host) -> Elsewhere:
    return Elsewhere(host, cdn_example=[[CDN]])


def got(network: Elsewhere, address: str = ADDRESS, limits: Limits = LIMITS) -> bytes:
    into = io.BytesIO()
    fetched = fetch(address, into=into, limits=limits, network=network)
    assert fetched.size == len(into.getvalue())
    return into.getvalue()


def refusal(network: Elsewhere, address: str = ADDRESS) -> str:
    with pytest.raises(FetchRefused) as refused:
        got(network, address)
    return refused.value.code


def failure(network: Elsewhere, address: str = ADDRESS) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        got(network, address)
    return failed.value


def test_a_file_comes_whole_and_the_host_hears_its_own_name(host, network) -> None:
    photo = product_jpeg(64, 48)
    host.pages["/a.jpg?v=1"] = fetch_host.file(photo)
    assert got(network, "http://cdn.example/a.jpg?v=1") == photo
    [(_, heads)] = host.heads
    assert heads["Host"] == "cdn.example"
    assert heads["Accept-Encoding"] == "identity"
    assert "Cookie" not in heads
    assert "Authorization" not in heads


def test_proxies_of_the_environment_are_not_asked(host, network, monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    host.pages["/a.jpg"] = fetch_host.file(b"x")
    assert got(network) == b"x"
    assert network.connected == [CDN]


@pytest.mark.parametrize(
    "spelled",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "127.0.0.1."),
        *(
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::]",
            "169.254.169.254",
            "[64:ff9b::7f00:1]",
            "localhost",
        ),
    ],
)
def test_no_spelling_of_a_private_address_is_connected_to(spelled, network) -> None:
    assert refusal(network, f"http://{spelled}/a.jpg") == "address_private"
    assert network.connected == []


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "[::1]", "inside.example"])
def test_a_redirect_to_a_private_address_is_not_followed(inside, host, network) -> None:
    network.names["inside.example"] = [["10.0.0.7"]]
    host.pages["/a.jpg"] = fetch_host.sent_on(f"http://{inside}/latest/meta-data")
    assert refusal(network) == "address_private"
    assert network.connected == [CDN]
    assert host.asked == {"/a.jpg": 1}


def test_a_name_that_turns_private_after_it_was_checked_gains_nothing(host) -> None:
    host.pages["/a.jpg"] = fetch_host.file(b"x")
    network = Elsewhere(host, cdn_example=[[CDN], ["127.0.0.1"]])
    assert got(network) == b"x"
    assert network.looked_up == ["cdn.example"]  # once: there is no second answer to be used
    assert network.connected == [CDN]


def test_each_hop_is_looked_up_once_and_checked_again(host) -> None:
    host.pages["/a.jpg"] = fetch_host.sent_on("/b.jpg")
    host.pages["/b.jpg"] = fetch_host.file(b"x")
    network = Elsewhere(host, cdn_example=[[CDN], ["127.0.0.1"]])
    assert refusal(network) == "address_private"
    assert network.looked_up == ["cdn.example"] * 2
    assert network.connected == [CDN]


def test_redirects_are_followed_to_the_end_but_not_in_circles(host, network) -> None:
    host.pages["/a.jpg"] = fetch_host.sent_on("/b.jpg", 301)
    host.pages["/b.jpg"] = fetch_host.sent_on("http://cdn.example/c.jpg", 308)
    host.pages["/c.jpg"] = fetch_host.file(b"x")
    into = io.BytesIO()
    fetched = fetch(ADDRESS, into=into, limits=LIMITS, network=network)
    assert fetched.address == "http://cdn.example/c.jpg"
    host.pages["/c.jpg"] = fetch_host.sent_on("/a.jpg")
    assert refusal(network) == "redirect_many"
    assert host.asked["/a.jpg"] == 3  # once before; then six requests in a circle of three


def test_an_address_of_a_name_that_does_not_answer_gives_way_to_the_next(host) -> None:
    class FirstIsDead(Elsewhere):
        def connect(self, ip, port, timeout_s):
            if ip == "2606:2800::1":
                raise ConnectionRefusedError
            return super().connect(ip, port, timeout_s)

    host.pages["/a.jpg"] = fetch_host.file(b"x")
    assert got(FirstIsDead(host, cdn_example=[["2606:2800::1", CDN]])) == b"x"


@pytest.mark.parametrize("page", [fetch_host.endless, fetch_host.declared_large])
def test_a_body_larger_than_allowed_is_left_whatever_its_head_says(page, host, network) -> None:
    host.pages["/a.jpg"] = page
    assert refusal(network) == "answer_large"


@pytest.mark.parametrize("page", [fetch_host.slow_drip, fetch_host.slow_heads])
def test_a_host_that_drips_runs_out_of_time(page, host, network) -> None:
    host.pages["/a.jpg"] = page
    began = time.monotonic()
    assert failure(network).code == "host_silent"
    assert time.monotonic() - began < 1.5


def test_a_host_that_says_nothing_is_not_waited_for_to_the_end(host, network) -> None:
    host.pages["/a.jpg"] = lambda page: time.sleep(0.9)
    began = time.monotonic()
    assert failure(network).code == "host_silent"
    assert time.monotonic() - began < 0.55  # one wait, not all the time there is


def test_what_comes_compressed_is_not_unpacked(host, network) -> None:
    host.pages["/a.jpg"] = fetch_host.gzip_bomb
    assert refusal(network) == "answer_packed"


@pytest.mark.parametrize(
    "status, code",
    [
        (404, "answer_missing"),
        (410, "answer_missing"),
        (403, "answer_forbidden"),
        (204, "answer_odd"),
    ],
)
def test_an_answer_without_a_file_will_not_get_better(status, code, host, network) -> None:
    host.pages["/a.jpg"] = fetch_host.status(status)
    assert refusal(network) == code


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_host_in_trouble_may_answer_later(status, host, network) -> None:
    host.pages["/a.jpg"] = fetch_host.in_turn(fetch_host.status(status), fetch_host.file(b"x"))
    assert failure(network).code == "host_busy"
    assert got(network) == b"x"


def test_how_long_to_wait_is_read_in_seconds_and_as_a_date(host, network) -> None:
    host.pages["/a.jpg"] = fetch_host.status(429, Retry_After="7")
    assert failure(network).retry_after_s == 7
    soon = datetime.now(UTC) + timedelta(seconds=90)
    host.pages["/a.jpg"] = fetch_host.status(503, Retry_After=f"{soon:%a, %d %b %Y %H:%M:%S} GMT")
    assert 80 < (failure(network).retry_after_s or 0) <= 90
    host.pages["/a.jpg"] = fetch_host.status(503, Retry_After="soon")
    assert failure(network).retry_after_s is None


BODY = bytes(range(256)) * 400


def test_a_file_that_breaks_off_goes_on_from_where_it_broke(host, network) -> None:
    host.pages["/a.jpg"] = fetch_host.breaking(BODY, at=50_000, tag='"v1"')
    assert got(network) == BODY
    [(_, first), (_, second)] = host.heads
    assert "Range" not in first
    assert second["If-Range"] == '"v1"'
    start = int(second["Range"].removeprefix("bytes=").rstrip("-"))
    assert 0 < start <= 50_000


def test_a_file_that_changed_in_between_comes_anew(host, network) -> None:
    old = fetch_host.breaking(bytes(50_000), at=20_000, tag='"v1"')
    host.pages["/a.jpg"] = fetch_host.in_turn(old, fetch_host.breaking(BODY, at=0, tag='"v2"'))
    assert got(network) == BODY


@pytest.mark.parametrize("tag, ranges", [("", True), ('W/"v1"', True), ('"v1"', False)])
def test_a_file_that_cannot_go_on_is_left_for_later(tag, ranges, host, network) -> None:
    host.pages["/a.jpg"] = fetch_host.breaking(BODY, at=50_000, tag=tag, ranges=ranges)
    assert failure(network).code == "host_broke"
    assert host.asked["/a.jpg"] == 1
    assert got(network) == BODY


def test_a_host_nobody_knows_may_be_known_later(network) -> None:
    assert failure(network, "http://nothing.invalid/a.jpg").code == "host_unknown"


def test_a_post_says_what_the_host_answered_and_goes_nowhere_else(host, network) -> None:
    def hook(page: fetch_host.Answering) -> None:
        assert page.rfile.read(int(page.headers["Content-Length"])) == b"{}"
        page.answer(307, Location="http://127.0.0.1/", Retry_After="3")

    host.pages["/hook"] = hook
    answer = send(
        "http://cdn.example/hook",
        body=b"{}",
        heads={"webhook-id": "1"},
        limits=LIMITS,
        network=network,
    )
    assert answer == Answer(307, b"", 3)
    assert host.heads[0][1]["webhook-id"] == "1"
    assert network.connected == [CDN]
    with pytest.raises(FetchRefused):
        send("http://127.0.0.1/", body=b"", heads={}, limits=LIMITS, network=network)
