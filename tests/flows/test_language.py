"""The language switch."""

from django.test import Client

SWITCH = "/i18n/setlang/"


def test_who_switches_the_language_reads_pages_and_mails_in_it(client_of, owner):
    client = client_of(owner)

    response = client.post(SWITCH, {"language": "zh-hans", "next": "/shops/new/"})

    assert response.url == "/shops/new/"
    owner.refresh_from_db()
    assert owner.language == "zh-hans"
    assert b'lang="zh-hans"' in client.get(response.url).content


def test_a_language_that_the_studio_does_not_speak_changes_nothing(client_of, owner):
    client_of(owner).post(SWITCH, {"language": "tlh"})
    owner.refresh_from_db()
    assert owner.language == "en"


def test_who_is_not_signed_in_switches_pages_alone(db):
    client = Client()
    client.post(SWITCH, {"language": "zh-hans", "next": "/"})
    assert b'lang="zh-hans"' in client.get("/").content
