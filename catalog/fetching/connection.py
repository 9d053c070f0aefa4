"""A GET or a POST to a typed address: every hop resolved once, checked, and bounded."""

import contextlib
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import BinaryIO

from catalog.fetching.addresses import Target, redirected, target_of
from catalog.fetching.errors import FetchFailed, FetchRefused
from catalog.fetching.pinned import CHUNK, INTERNET, Clock, Network, Pinned

AGENT = "CatalogImageStudio/1"
# JPEG and PNG first: a host that has several versions of a picture sends the least worked over.
ACCEPT = {"Accept": "image/jpeg,image/png,image/*;q=0.8,*/*;q=0.5", "Accept-Encoding": "identity"}
MAX_REDIRECTS = 5
MAX_RESUMES = 3
TOLD = 2_000  # bytes of what a host says to a POST
REDIRECTS = {301, 302, 303, 307, 308}
LATER = {408, 416, 425, 429}  # and all from 500 on
CODES = {
    **dict.fromkeys((404, 410), "answer_missing"),
    **dict.fromkeys((401, 402, 403, 407, 451), "answer_forbidden"),
}


@dataclass(frozen=True)
class Limits:
    """How much of a host's time and bytes one request may take."""

    max_bytes: int
    total_s: float = 60
    wait_s: float = 15  # for a connection, and for any next byte


@dataclass(frozen=True)
class Fetched:
    """What a GET gave, and where from after redirects. What the bytes are, nobody has asked yet.

    `tag` is what the host calls just these bytes; `is_known` says that nothing was sent, because
    they are still those that the caller knows.
    """

    address: str
    size: int
    tag: str = ""
    is_known: bool = False


@dataclass(frozen=True)
class Answer:
    """What a host said to a POST; of its body only the beginning is read."""

    status: int
    text: bytes
    retry_after_s: float | None


@dataclass
class Part:
    """What came of a file so far, and what the host calls just this state of it.

    `known` is what it called the file when it was fetched before.
    """

    known: str = ""
    count: int = 0
    validator: str = ""

    def heads(self) -> dict[str, str]:
        """How to ask for the file unless it is known, or for the rest of what came of it."""
        if not self.count:
            return {"If-None-Match": self.known} if self.known else {}
        return {"Range": f"bytes={self.count}-", "If-Range": self.validator}


@dataclass(frozen=True)
class Way:
    """Over which network, and how much time is left."""

    clock: Clock
    network: Network


def fetch(
    address: str, *, into: BinaryIO, limits: Limits, known: str = "", network: Network = INTERNET
) -> Fetched:
    """Get a file into an empty `into`; where the connection breaks, the rest is asked for.

    `known` is the tag of an earlier time: a file that is still so is not sent again.
    Raises FetchRefused for what will never work, FetchFailed for what may work later.
    """
    way, part = Way(Clock(limits.total_s, limits.wait_s), network), Part(known)
    for resumes_left in range(MAX_RESUMES, -1, -1):
        before = part.count
        try:
            return fetch_rest(address, way, into, part, limits)
        except FetchFailed as failed:
            has_grown = part.count > before and part.validator
            if failed.code != "host_broke" or not (has_grown and resumes_left):
                raise
    raise AssertionError("the last try returns or raises")


def send(
    address: str,
    *,
    body: bytes,
    heads: Mapping[str, str],
    limits: Limits,
    network: Network = INTERNET,
) -> Answer:
    """POST to an address. Redirects are not followed: the answer is what the first host says.

    Raises FetchRefused or FetchFailed where there is no answer at all.
    """
    target, way = target_of(address), Way(Clock(limits.total_s, limits.wait_s), network)
    with asked(target, way, "POST", heads, body) as response:
        return Answer(response.status, beginning(response), retry_after_s(response))


def beginning(response: HTTPResponse) -> bytes:
    """How an answer begins; nothing where it breaks off: its status is there all the same."""
    try:
        return response.read(TOLD)
    except (OSError, HTTPException, ValueError):
        return b""


def fetch_rest(address: str, way: Way, into: BinaryIO, part: Part, limits: Limits) -> Fetched:
    """One way through the redirects to the file, or to what is left of it."""
    target = target_of(address)
    for _ in range(MAX_REDIRECTS + 1):
        with asked(target, way, "GET", ACCEPT | part.heads()) as response:
            if response.status not in REDIRECTS:
                if response.status == 304 and part.known and not part.count:
                    return Fetched(target.address, 0, part.known, is_known=True)
                require_file(response, target)
                keep(response, into, part, limits, target.host)
                return Fetched(target.address, part.count, response.getheader("ETag", ""))
            target = redirected(target, response.getheader("Location", ""))
    raise FetchRefused("redirect_many", host=target.host)


@contextlib.contextmanager
def asked(
    target: Target, way: Way, verb: str, heads: Mapping[str, str], body: bytes | None = None
) -> Iterator[HTTPResponse]:
    """A host's answer, its body unread."""
    connection = Pinned(target, way.network, way.clock)
    with contextlib.closing(connection):
        with told(target.host):
            all_heads = {"User-Agent": AGENT, "Connection": "close", **heads}
            connection.request(verb, target.path, body, all_heads)
            response = connection.getresponse()
        with response:
            yield response


@contextlib.contextmanager
def told(host: str) -> Iterator[None]:
    """What goes wrong on the network, in our words."""
    try:
        yield
    except TimeoutError as error:
        raise FetchFailed("host_silent", host=host) from error
    except ssl.SSLCertVerificationError as error:
        raise FetchRefused("host_certificate", host=host) from error
    except socket.gaierror as error:
        raise FetchFailed("host_unknown", host=host) from error
    except (OSError, HTTPException, ValueError) as error:
        raise FetchFailed("host_broke", host=host) from error


def require_file(response: HTTPResponse, target: Target) -> None:
    """Raise unless the answer is a file, or a part of one, sent as it is."""
    status, host = response.status, target.host
    if status in LATER or status >= 500:
        wait_s = retry_after_s(response)
        raise FetchFailed("host_busy", retry_after_s=wait_s, host=host, status=status)
    if status not in (200, 206):
        raise FetchRefused(CODES.get(status, "answer_odd"), host=host, status=status)
    encoding = response.getheader("Content-Encoding", "identity")
    if encoding.lower() != "identity":
        raise FetchRefused("answer_packed", host=host, encoding=encoding[:20])


def keep(response: HTTPResponse, into: BinaryIO, part: Part, limits: Limits, host: str) -> None:
    """Write what comes; never more than allowed, whatever the heads say."""
    if response.status == 200:
        part.count, part.validator = 0, validator_of(response)
        into.seek(0)
        into.truncate()
    elif not response.getheader("Content-Range", "").startswith(f"bytes {part.count}-"):
        raise FetchRefused("answer_odd", host=host, status=response.status)
    too_large = FetchRefused("answer_large", host=host, limit=round(limits.max_bytes / 1e6))
    if part.count + (response.length or 0) > limits.max_bytes:
        raise too_large
    for chunk in chunks(response, host):
        part.count += len(chunk)
        if part.count > limits.max_bytes:
            raise too_large
        into.write(chunk)


def chunks(response: HTTPResponse, host: str) -> Iterator[bytes]:
    """A body as it comes. Raises FetchFailed where it ends before its declared length."""
    while True:
        with told(host):
            chunk = response.read1(CHUNK)
        if not chunk:
            break
        yield chunk
    if response.length:
        raise FetchFailed("host_broke", host=host)


def validator_of(response: HTTPResponse) -> str:
    """A strong name for just these bytes; empty where the host has none or gives no ranges."""
    if response.getheader("Accept-Ranges") != "bytes":
        return ""
    tag = response.getheader("ETag", "")
    return "" if tag.startswith("W/") else tag


def retry_after_s(response: HTTPResponse) -> float | None:
    """How long the host asks us to wait: it says seconds, or when."""
    said = response.getheader("Retry-After", "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
