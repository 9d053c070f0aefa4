"""Words of goods that may not be sold: found as words in English, anywhere in Chinese."""

import pytest

from catalog.risk.banned import goods_shipped, plain, words_of


def found(text, **lists):
    return [one.word for one in words_of(**lists).found_in(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Handgun holster", ["handgun"]),
        ("Two handguns", ["handgun"]),
        ("Heroine of the story", []),
        ("Gunmetal cufflinks", []),
        ("Toy gun for kids", []),
        ("Toy-gun and a real gun", ["gun"]),
        ("Cigarette pants, high waist", []),
        ("ＣＩＧＡＲ", ["cigar"]),
        ("knock-off bag", ["knock off"]),
    ],
)
def test_an_english_word_is_found_whole_and_not_inside_an_allowed_phrase(text, words):
    assert found(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("进口手枪", ["手枪"]),
        ("手·枪", ["手枪"]),
        ("手 枪 批发", ["手枪"]),
        ("儿童水枪", []),
        ("玩具手枪", []),
        ("厨房消毒品", []),
        ("象牙白连衣裙", []),
        ("象牙白底座 象牙手镯", ["象牙"]),
        ("高仿真花", []),
        ("A货包", ["a货"]),
        ("AAA货架", []),
    ],
)
def test_a_chinese_word_is_found_anywhere_but_in_an_allowed_phrase(text, words):
    assert found(text) == words


def test_the_platform_adds_words_and_allows_others():
    assert found("Magnet balls") == []
    assert found("Magnet balls", added=("magnet ball",)) == ["magnet ball"]
    assert found("Opium table lamp", allowed=("opium table",)) == []
    assert [one.kind for one in words_of(("巴克球",)).found_in("巴克球 216 颗")] == ["platform"]


def test_letters_and_digits_keep_chinese_characters_apart():
    assert plain("手 A 枪") == "手 a 枪"
    assert plain("手，枪") == "手枪"


def test_every_allowed_phrase_has_a_banned_word_in_it_so_that_it_is_of_use():
    banned = [pattern for pattern, _ in words_of().banned]
    phrases = [one for kind in goods_shipped() for one in (*kind.except_en, *kind.except_zh)]
    useless = [one for one in phrases if not any(it.search(plain(one)) for it in banned)]
    assert useless == []


def test_no_banned_word_is_allowed_by_mistake():
    words = words_of()
    listed = [word for kind in goods_shipped() for word in (*kind.en, *kind.zh)]
    assert [word for word in listed if not words.found_in(word)] == []
