"""A host on this machine that does what hosts on the internet do, and a network that finds it."""

import gzip
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from catalog.fetching.pinned import Network


class Answering(BaseHTTPRequestHandler):
    """Answers with the page of the path; counts what was asked."""

    server: "Host"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.heads.append((self.path, dict(self.headers)))
        self.close_connection = True
        with suppress(OSError):  # whoever asked has had enough
            self.server.pages.get(self.path, missing)(self)

    def do_POST(self) -> None:
        self.do_GET()

    def answer(self, status: int, body: bytes = b"", **heads: str) -> None:
        """A whole answer; heads in Python's spelling."""
        self.head(status, **{"Content_Length": str(len(body)), **heads})
        self.wfile.write(body)

    def head(self, status: int, **heads: str) -> None:
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def reset(self) -> None:
        """End as a connection ends whose cable is cut: no farewell."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def log_message(self, *told: object) -> None:
        pass


class Host(ThreadingHTTPServer):
    """Pages by path; tests add their own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.pages: dict[str, Callable[[Answering], None]] = {}
        self.asked: Counter[str] = Counter()
        self.heads: list[tuple[str, dict[str, str]]] = []

    def forget(self) -> None:
        """As it was before it had a page or was asked for one."""
        for kept in (self.pages, self.asked, self.heads):
            kept.clear()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, path: str) -> str:
        return f"http://{self.authority}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # connections are meant to break here


class Elsewhere(Network):
    """Names as the test says, one answer a look-up; public addresses lead to the test's host."""

    def __init__(self, host: Host, **names: list[list[str]]) -> None:
        self.host = host
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.looked_up: list[str] = []
        self.connected: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            return super().resolve(host, port)  # an address in numbers is no question to anybody
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, ip: str, port: int, timeout_s: float) -> socket.socket:
        self.connected.append(ip)
        return super().connect("127.0.0.1", self.host.port, timeout_s)


@contextmanager
def host_running() -> Iterator[Host]:
    host = Host()
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        host.server_close()
        thread.join()


def missing(page: Answering) -> None:
    page.answer(404)


def file(body: bytes, media_type: str = "image/jpeg") -> Callable[[Answering], None]:
    """A page that is a file."""
    return lambda page: page.answer(200, body, Content_Type=media_type)


def tagged(body: bytes, tag: str) -> Callable[[Answering], None]:
    """A file that is not sent again to those who have it."""

    def page(asked: Answering) -> None:
        is_known = asked.headers.get("If-None-Match") == tag
        asked.answer(304 if is_known else 200, b"" if is_known else body, ETag=tag)

    return page


def sent_on(location: str, status: int = 302) -> Callable[[Answering], None]:
    return lambda page: page.answer(status, Location=location)


def in_turn(*pages: Callable[[Answering], None]) -> Callable[[Answering], None]:
    """Each time another page, the last from then on."""
    left = list(pages)
    return lambda page: (left.pop(0) if len(left) > 1 else left[0])(page)


def status(code: int, **heads: str) -> Callable[[Answering], None]:
    return lambda page: page.answer(code, **heads)


def endless(page: Answering) -> None:
    """A body without length that never ends."""
    page.head(200, Content_Type="image/jpeg")
    while True:
        page.wfile.write(b"\xff" * 65_536)


def slow_drip(page: Answering) -> None:
    """A byte now and then: no single wait is long."""
    page.head(200, Content_Type="image/jpeg", Content_Length="1000000")
    while True:
        page.wfile.write(b"\xff")
        time.sleep(0.02)


def slow_heads(page: Answering) -> None:
    """Heads that come a byte at a time."""
    page.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        page.wfile.write(b"x")
        time.sleep(0.02)


def declared_large(page: Answering) -> None:
    page.head(200, Content_Length=str(10**12))
    page.wfile.write(b"\xff" * 100)


def gzip_bomb(page: Answering) -> None:
    page.answer(200, gzip.compress(bytes(10_000_000)), Content_Encoding="gzip")


def breaking(
    body: bytes, at: int, tag: str = "", ranges: bool = True
) -> Callable[[Answering], None]:
    """A file whose first sending is cut off; asked for the rest of just this file, gives it."""

    def page(asked: Answering) -> None:
        heads = {"ETag": tag} if tag else {}
        heads |= {"Accept_Ranges": "bytes"} if ranges else {}
        wanted = asked.headers.get("Range", "")
        if wanted and ranges and asked.headers.get("If-Range") == tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            heads["Content_Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            asked.answer(206, body[start:], **heads)
        elif asked.server.asked[asked.path] == 1:
            asked.head(200, Content_Length=str(len(body)), **heads)
            asked.wfile.write(body[:at])
            time.sleep(0.05)  # a reset would overtake bytes that were not read yet
            asked.reset()
        else:
            asked.answer(200, body, **heads)

    return page
