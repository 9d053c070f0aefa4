"""The words of the studio's form as the reader that ships understands them."""

import pytest

from catalog.errors import CatalogError
from catalog.services.briefs import words_read
from imaging.brief import SceneBrief


def test_a_sentence_changes_the_scene_and_its_strange_words_are_named():
    base = SceneBrief(style="minimal", surface="plaster")

    reading = words_read("换成大理石台面，暖光，布灵布灵", base)

    assert (reading.scene.style, reading.scene.surface) == ("minimal", "marble")
    assert reading.scene.warmth == "warm"
    assert reading.unknown == ("布灵布灵",)
    assert (reading.reader, reading.remark) == ("grammar", "")


def test_a_text_in_no_known_language_changes_nothing_and_is_named_whole():
    reading = words_read("Осенний свет", SceneBrief())

    assert reading.scene == SceneBrief()
    assert reading.unknown == ("Осенний свет",)
    assert "Chinese or English" in reading.remark


def test_the_form_and_the_reader_agree_on_how_long_a_text_may_be():
    assert words_read("暖" * 2_000, SceneBrief()).scene.warmth == "warm"
    with pytest.raises(CatalogError, match="2001 characters"):
        words_read("暖" * 2_001, SceneBrief())
