"""Bodies too large for their address or for the disk are refused before they are kept."""

import asyncio
import json

import pytest

from studio import body_guard
from studio.body_guard import BodyGuard


class Web:
    """An app that reads its whole body, the request of a client, and what was answered."""

    def __init__(self, path="/s/tea/products/3/photos/", *, pieces=(b"x" * 10,), **headers):
        self.kept = b""
        self.sent: list[dict] = []
        self.pieces = list(pieces)
        names = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
        self.scope = {
            "type": "http", "method": "POST", "path": path, "query_string": b"",
            "headers": list(names.items()),
        }  # fmt: skip

    async def app(self, scope, receive, send):
        more = True
        while more:
            message = await receive()
            self.kept += message["body"]
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive(self):
        return {"type": "http.request", "body": self.pieces.pop(0), "more_body": bool(self.pieces)}

    async def send(self, message):
        self.sent.append(message)

    def run(self):
        asyncio.run(BodyGuard(self.app)(self.scope, self.receive, self.send))
        return self.sent[0]["status"]


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.MAX_UPLOAD_MB, settings.MAX_ZIP_GB = 1, 1


def test_a_body_of_an_ordinary_size_passes():
    web = Web(content_length="10")
    assert (web.run(), web.kept) == (200, b"x" * 10)


def test_a_body_that_declares_too_much_is_read_by_nobody():
    web = Web(content_length="2000001", accept="application/json")
    assert (web.run(), web.kept, web.pieces) == (413, b"", [])
    assert "at most 2 MB" in json.loads(web.sent[1]["body"])["error"]


def test_a_body_in_pieces_is_cut_off_at_the_limit():
    web = Web(pieces=[b"x" * 900_000] * 5, transfer_encoding="chunked")
    assert (web.run(), len(web.kept), web.pieces) == (413, 1_800_000, [])


def test_imports_may_be_as_large_as_a_zip(monkeypatch):
    monkeypatch.setattr(body_guard, "body_check", lambda size, limit: None)
    web = Web("/s/tea/imports/new/", pieces=[b"x" * 900_000] * 5)
    assert web.run() == 200


def test_a_disk_without_room_for_the_body_says_so_in_the_readers_language(settings):
    settings.MIN_FREE_DISK_MB = 10**9
    web = Web(content_length="1500000", accept_language="zh-CN,zh;q=0.9")
    assert (web.run(), web.kept) == (507, b"")
    assert "存储空间已满" in web.sent[1]["body"].decode()


def test_small_forms_pass_even_when_the_disk_is_full(settings):
    settings.MIN_FREE_DISK_MB = 10**9
    assert Web(content_length="10").run() == 200


def test_the_page_that_anybody_may_send_a_file_to_takes_less(settings):
    settings.MAX_VERIFY_MB = 1
    web = Web("/api/v1/verify/", content_length="2000001", accept="application/json")
    assert (web.run(), web.kept) == (413, b"")
