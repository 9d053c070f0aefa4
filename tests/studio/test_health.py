"""The health page tells machines what works, and people nothing they should not know."""

import pytest
from django.core.files.storage import storages

from studio import views

pytestmark = pytest.mark.django_db


def test_it_says_that_everything_answers(client):
    answer = client.get("/healthz/")

    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": True, "broker": True, "storage": True}
    assert "no-store" in answer["Cache-Control"]


def test_a_broker_that_is_away_is_named_without_its_address(client, settings, monkeypatch):
    def away() -> None:
        raise OSError("redis://user:password@broker refused")

    monkeypatch.setitem(views.CHECKS, "broker", away)
    answer = client.get("/healthz/")

    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": True, "broker": False, "storage": True}


def test_a_folder_that_cannot_be_made_is_found(client, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"

    assert storages["default"].location.endswith("media")
    assert client.get("/healthz/").json()["storage"] is False


def test_it_is_read_only(client):
    assert client.post("/healthz/").status_code == 405
