"""The operator's page of queues, banned words and rules, in both languages."""

import pytest
from django.urls import reverse

from catalog.models import BannedWord, DeskQueue
from tests.factories import make_user

QUEUE = {
    "name_en": "Risky",
    "name_zh": "高风险",
    "position": "1",
    "order": "riskiest",
    "shops": "teashop, toys",
    "recipes": ["scene"],
    "codes": ["banned_goods"],
    "languages": ["zh"],
    "risk_at_least": "40",
    "risk_at_most": "100",
    "hidden_actions": ["approved"],
}
RULES = reverse("catalog:desk_rules")


@pytest.fixture
def browser(client_of, operator):
    return client_of(operator)


def text_of(answer):
    return answer.content.decode()


def test_a_queue_is_made_changed_and_removed(browser, moderator):
    answer = browser.post(
        reverse("catalog:desk_queue_new"), {**QUEUE, "moderators": [moderator.pk]}
    )
    assert answer.url == RULES
    queue = DeskQueue.objects.get()
    assert queue.rule == {
        "shops": ["teashop", "toys"],
        "recipes": ["scene"],
        "codes": ["banned_goods"],
        "languages": ["zh"],
        "risk_at_least": 40,
    }
    assert (queue.order, queue.hidden_actions) == ("riskiest", ["approved"])
    assert list(queue.moderators.all()) == [moderator]

    address = reverse("catalog:desk_queue", args=[queue.pk])
    page = text_of(browser.get(address))
    assert 'value="teashop, toys"' in page
    assert 'value="banned_goods" id="id_codes_' in page
    browser.post(address, {**QUEUE, "name_en": "Very risky", "shops": ""})
    queue.refresh_from_db()
    assert (queue.name_en, "shops" in queue.rule) == ("Very risky", False)

    assert "Very risky" in text_of(browser.get(RULES))
    assert browser.post(reverse("catalog:desk_queue_remove", args=[queue.pk])).url == RULES
    assert not DeskQueue.objects.exists()


def test_what_makes_no_sense_is_said_and_nothing_is_kept(browser):
    answer = browser.post(
        reverse("catalog:desk_queue_new"), {**QUEUE, "risk_at_least": 60, "risk_at_most": 20}
    )
    assert answer.status_code == 422
    assert "this queue would take nothing" in text_of(answer)
    assert browser.post(reverse("catalog:desk_queue_new"), {}).status_code == 422
    assert not DeskQueue.objects.exists()


def test_the_platform_adds_and_removes_banned_words(browser, operator):
    answer = browser.post(RULES, {"banned": "Magnet Ball\n\n巴克球", "allowed": "opium"})
    assert answer.url == RULES
    kept = dict(BannedWord.objects.values_list("word", "is_banned"))
    assert kept == {"magnet ball": True, "巴克球": True, "opium": False}
    assert BannedWord.objects.get(word="opium").changed_by == operator
    assert "巴克球" in text_of(browser.get(RULES))

    browser.post(RULES, {"banned": "", "allowed": "opium"})
    assert BannedWord.objects.get().word == "opium"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"banned": "opium", "allowed": "Opium"}, "cannot be both banned and allowed"),
        ({"banned": "a" * 81}, "too long for a word"),
    ],
)
def test_words_that_make_no_sense_change_nothing(browser, words, sentence):
    BannedWord.objects.create(word="kept")
    answer = browser.post(RULES, words)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert BannedWord.objects.get().word == "kept"


def test_the_page_speaks_chinese(browser, operator):
    browser.cookies["django_language"] = "zh-hans"
    page = text_of(browser.get(RULES, headers={"accept-language": "zh-hans"}))
    assert "队列与规则" in page
    assert "枪支弹药" in page
    assert "含禁售商品词" in page


def test_moderators_and_sellers_do_not_make_rules(client_of, moderator, owner):
    for person in (moderator, owner, make_user()):
        assert client_of(person).post(RULES, {"banned": "tea"}).status_code == 403
    assert not BannedWord.objects.exists()
