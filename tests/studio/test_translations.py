"""Everything the studio says, it says in Chinese: catalogue, tables, pages and mails."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.test import Client
from pydantic import BaseModel

from catalog import reasons
from catalog.importing import problems
from catalog.services.decision_mails import decision_mails_send, decision_mails_write
from imaging import errors, presets
from imaging.engines import registry
from imaging.labels import Label
from imaging.preflight import words
from tests.factories import make_photo, make_product, make_rendition
from tests.flows.routes import World, make_world, routes

SOURCES = ("catalog", "imaging", "studio", "templates", "locale")
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%[ds%]|\{\w*\}")
# Three words of which two are small: names and codes seldom look like this, sentences always do.
ENGLISH = re.compile(r"[A-Za-z’']+(?: [a-z’']+){2,}")
TOLD = re.compile(r'(?:title|alt|placeholder|aria-label|data-[\w-]+)="([^"]*)"')
SAME_IN_BOTH = {"eBay", "Etsy", "Shopify", "TikTok Shop", "Temu", "SHEIN", "Lazada", "{reason}"}
TABLES = {
    "errors": errors.MESSAGES,
    "engines": registry.ENGINES,
    "presets": presets.load_presets(),
    "preflight": vars(words),
    "reasons": reasons.REASONS,
    "problems of imports": problems.PROBLEMS,
}
PEOPLE = ("anonymous", "viewer", "owner", "moderator", "operator")
STREAMS = {"catalog:job_events"}


def catalogue(root: Path) -> Catalog:
    with (root / CATALOGUE).open("rb") as file:
        return read_po(file, locale="zh_Hans")


def said(message: Message) -> list[str]:
    """The translations of a message, one for each plural form."""
    return list(message.string) if message.pluralizable else [message.string]


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


@pytest.mark.skipif(not shutil.which("xgettext"), reason="no gettext here: apt-get install gettext")
def test_make_messages_finds_nothing_left_to_translate(tmp_path):
    for name in SOURCES:
        shutil.copytree(
            settings.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc")
        )
    command = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-wrap"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    subprocess.run(command, cwd=tmp_path, env=plain, check=True, capture_output=True)
    read = catalogue(tmp_path)

    unfinished = [one.id for one in read if one.id and (one.fuzzy or not all(said(one)))]
    assert unfinished == []
    assert list(read.obsolete) == [], "these are no longer said: run make messages and delete them"
    assert len(read) > 500


def test_translations_keep_the_placeholders_of_their_sentences():
    for message in catalogue(settings.BASE_DIR):
        meant = message.id[-1] if message.pluralizable else message.id
        for translation in said(message) if meant else []:
            assert placeholders(translation) == placeholders(meant), meant


def test_compiled_translations_are_those_of_the_catalogue():
    po = settings.BASE_DIR / CATALOGUE
    compiled = po.with_suffix(".mo")
    assert compiled.exists(), "run: make messages"
    assert compiled.stat().st_mtime >= po.stat().st_mtime, "run: make messages"


def labels_in(thing: object) -> Iterator[Label]:
    """Every Label in nested data."""
    if isinstance(thing, Label):
        yield thing
        return
    parts: object = ()
    if isinstance(thing, Mapping):
        parts = thing.values()
    elif isinstance(thing, BaseModel | list | tuple):
        parts = dict(thing).values() if isinstance(thing, BaseModel) else thing
    elif hasattr(thing, "__dataclass_fields__"):
        parts = [getattr(thing, name) for name in thing.__dataclass_fields__]
    for part in parts:
        yield from labels_in(part)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_tables_of_sentences_have_both_languages_and_the_same_placeholders(table):
    labels = list(labels_in(table))
    assert labels
    for label in labels:
        assert placeholders(label.en) == placeholders(label.zh), label
        assert not CHINESE.search(label.en), label
        assert CHINESE.search(label.zh) or {label.en, label.zh} <= SAME_IN_BOTH, label


def english_in(page: str) -> list[str]:
    """English phrases that a reader of the page sees or hears."""
    page = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>|<!--.*?-->", "", page)
    heard = TOLD.findall(page)
    seen = re.split(r"<[^>]+>", page)
    return [found for text in (*seen, *heard) for found in ENGLISH.findall(unescape(text))]


def test_english_is_found_where_readers_meet_it():
    page = '<p>好 add the photos</p><svg><title>a drawing of it</title></svg><a title="go to it">'
    assert english_in(page) == ["add the photos", "go to it"]
    assert english_in("<p>TikTok Shop · image/jpeg · Authorization: Bearer …</p>") == []


@pytest.fixture
def world(shop, owner, viewer) -> World:
    return make_world(shop, owner=owner, viewer=viewer)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_in_chinese_has_an_english_phrase(person, world, client_of, request):
    browser = Client() if person == "anonymous" else client_of(request.getfixturevalue(person))
    seen = 0
    for route in routes():
        if not route.name.startswith(("catalog:", "account_")) or route.name in STREAMS:
            continue
        response = browser.get(world.address(route), headers={"Accept-Language": "zh-hans"})
        if "text/html" in response.get("Content-Type", "") and not response.streaming:
            seen += 1
            page = response.content.decode()
            assert 'lang="zh-hans"' in page or "<html" not in page, route.name
            assert english_in(page) == [], route.name
    assert seen > 5


REFUSED = [
    ("/accounts/signup/", {"email": "x", "password1": "1"}),
    ("/accounts/login/", {"login": "owner@example.com", "password": "wrong"}),
    ("/accounts/password/reset/", {"email": "x"}),
    ("/shops/new/", {"name": ""}),
    ("/s/teashop/settings/", {"name": "", "keep_deleted_days": "x"}),
    ("/s/teashop/team/invite/", {"email": "x", "role": "x"}),
    ("/s/teashop/tokens/", {"name": ""}),
    ("/s/teashop/imports/new/", {"recipe": "x", "presets": ["x"]}),
    ("/s/teashop/products/new/", {"variants-TOTAL_FORMS": "1", "variants-0-price": "x"}),
]


@pytest.mark.parametrize("address, data", REFUSED, ids=[address for address, _data in REFUSED])
def test_what_a_form_refuses_is_said_in_chinese(address, data, shop, owner, client_of):
    browser = Client() if address.startswith("/accounts") else client_of(owner)
    page = browser.post(address, data, headers={"Accept-Language": "zh-hans"}).content.decode()
    assert 'class="field__error"' in page or "callout--danger" in page or 'class="empty"' in page
    assert english_in(page) == []


def test_sentences_of_django_that_its_own_chinese_lacks_are_ours(client, db):
    sent = {"email": "new@example.com", "password1": "short"}
    page = client.post("/accounts/signup/", sent, headers={"Accept-Language": "zh-hans"})
    assert "密码太短，至少需要 8 个字符。" in page.content.decode()


def test_programs_are_refused_in_the_language_they_accept(client):
    response = client.get("/api/v1/products/", headers={"Accept-Language": "zh-hans"})
    assert response.status_code == 401
    assert CHINESE.search(response.json()["error"])


def test_mails_are_written_in_their_readers_language(client, shop, owner, moderator):
    owner.language = "zh-hans"
    owner.save()
    rendition = make_rendition(make_photo(make_product(shop)), requested_by=owner)
    for verb, codes in (("approved", []), ("needs_changes", ["blurry"]), ("rejected", ["unsafe"])):
        review = rendition.reviews.create(verb=verb, by=moderator, reasons=codes, note="")
        decision_mails_write(review=review)
    decision_mails_send()
    client.post(
        "/accounts/password/reset/", {"email": owner.email}, headers={"Accept-Language": "zh-hans"}
    )

    assert len(mail.outbox) == 4
    for message in mail.outbox:
        html = [content for content, _kind in getattr(message, "alternatives", [])]
        for text in (message.subject, message.body, *html):
            assert CHINESE.search(text)
            assert english_in(text) == []
