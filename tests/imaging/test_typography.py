"""Chinese and Latin as lines: hand-worked cases, in em, with every mark half a square of blank."""

import unicodedata

import pytest

from imaging.adverts import font_files
from imaging.adverts.breaking import balanced, greedy, may_break
from imaging.adverts.faces import FACES, FAMILIES
from imaging.adverts.type_case import TypeCase, TypeStyle
from imaging.adverts.typeset import has_han, placed, units, width
from imaging.errors import EngineError


def measure(text, face):
    """Chinese is 1 em wide, Latin half; half of each Chinese mark is blank."""
    wide = [unicodedata.east_asian_width(character) in "WFA" for character in text]
    return sum(1.0 if is_wide else 0.5 for is_wide in wide), (0.5, 0.5)


def typed(text):
    return units(text, chinese=has_han(text), cast=lambda character: "face", measure=measure)


def lines(text, limit):
    broken = balanced(typed(text), limit)
    return broken and ["".join(unit.text for unit in line) for line in broken]


@pytest.mark.parametrize(
    "text, em",
    [
        ("新品上市", 4),
        ("新品上市，", 4.5),  # the blank half of a mark at a line's end hangs out
        ("（新品）", 3),  # and at its beginning
        ("新品，上市", 5),  # inside a line a mark keeps its square
        # Three marks in a row: the first two give up their blank, the third keeps one for all.
        ("《好》，“妙”", 0.5 + 1 + 0.5 + 0.5 + 1 + 1 + 0.5),
        ("用iPhone壳", 1 + 0.25 + 3 + 0.25 + 1),  # a quarter between Chinese and Latin
        ("用 iPhone 壳", 1 + 0.25 + 3 + 0.25 + 1),  # the writer's own space is that quarter
        ("用，iPhone", 1 + 1 + 3),  # a mark's blank is space enough
        ("满100减20元", 1 + 0.25 + 1.5 + 0.25 + 1 + 0.25 + 1 + 0.25 + 1),
        ("Sale now", 2 + 0.25 + 1.5),
    ],
)
def test_a_line_is_as_wide_as_worked_out_by_hand(text, em):
    assert width(typed(text)) == pytest.approx(em)


def test_an_opening_mark_hangs_out_so_that_its_ink_keeps_the_margin():
    (mark, at), (_, after) = list(placed(typed("（新")))

    assert (mark.text, at, after) == ("（", -0.5, 0.5)


@pytest.mark.parametrize(
    "text, limit, expected",
    [
        # The comma never begins the second line, although the first has room for it only as half.
        ("秋日新品，温柔上市", 4.5, ["秋日新品，", "温柔上市"]),
        # Five fit, but then 》 would begin a line.
        ("他说《新品》", 5, ["他说", "《新品》"]),
        ("买一送一！仅限今天", 5, ["买一送一！", "仅限今天"]),
        ("全场（部分除外）八折", 6, ["全场（部分", "除外）八折"]),
        ("新款iPhone手机壳", 4.5, ["新款", "iPhone", "手机壳"]),
        ("好物……快来", 4.5, ["好物……", "快来"]),
        ("今天——就现在", 4, ["今天——", "就现在"]),
        ("第一行\n第二行", 9, ["第一行\n", "第二行"]),
        ("Free shipping today", 5.5, ["Free ", "shipping ", "today"]),
    ],
)
def test_lines_break_where_a_typesetter_would(text, limit, expected):
    assert lines(text, limit) == expected


@pytest.mark.parametrize("mark", "，。、；：！？）》」』】”’…")
def test_no_line_begins_with_a_closing_mark(mark):
    before, after = typed(f"新{mark}")

    assert not may_break(before, after)


@pytest.mark.parametrize("mark", "（《「『【“‘")
def test_no_line_ends_with_an_opening_mark(mark):
    before, after = typed(f"{mark}新")

    assert not may_break(before, after)


def test_lines_of_a_headline_are_even_rather_than_full():
    text = "one two three four five six"  # greedy: "one two three four" and the rest

    full = ["".join(unit.text for unit in line) for line in greedy(typed(text), 9)]

    assert full == ["one two three four ", "five six"]
    assert lines(text, 9) == ["one two three ", "four five six"]


def test_a_break_rather_parts_phrases_than_words_of_two_characters():
    assert lines("全新加厚保暖", 5) == ["全新", "加厚保暖"]
    assert lines("秋日暖阳，新品上市全场八折", 8) == ["秋日暖阳，", "新品上市全场八折"]


def test_a_word_wider_than_the_line_is_not_broken():
    assert greedy(typed("Donaudampfschiff"), 4) is None


STYLE = TypeStyle("sans", "bold")


def test_each_family_sets_chinese_and_latin_in_faces_that_have_the_glyphs():
    for key, family in FAMILIES.items():
        for unit in TypeCase().units("秋日 Sale ¥99.90，好！", TypeStyle(key, "bold")):
            assert not unit.face or all(
                ord(mark) in font_files.glyphs(unit.face) for mark in unit.text
            )
            assert unit.kind != "han" or FACES[unit.face].cjk, family.label.en


def test_a_glyph_that_the_family_lacks_is_borrowed_and_told():
    case = TypeCase()
    rare = "\u4dae"  # 䶮, which the slanted display face does not draw

    faces = {unit.text: unit.face for unit in case.units(f"龙{rare}", TypeStyle("display", "bold"))}

    assert faces["龙"] == "smiley"
    assert faces[rare] == case.fallbacks[rare] == "noto-sans-bold"


def test_a_character_that_no_face_has_is_an_error_that_shows_it():
    with pytest.raises(EngineError) as caught:
        TypeCase().units("好\U0001f600", STYLE)

    assert caught.value.code == "no_glyph"
    assert caught.value.arguments == {"characters": "\U0001f600"}


def test_a_missing_font_names_the_command_that_installs_it(monkeypatch, tmp_path):
    monkeypatch.setenv("STUDIO_MODELS_DIR", str(tmp_path))

    with pytest.raises(EngineError) as caught:
        font_files.path_of("anton")

    assert caught.value.code == "font_missing"
    assert caught.value.arguments == {"font": "Anton-Regular.ttf", "command": "make setup"}


def test_a_font_file_that_changed_is_not_used(monkeypatch, tmp_path):
    monkeypatch.setenv("STUDIO_MODELS_DIR", str(tmp_path))
    font_files.folder().mkdir()
    (font_files.folder() / "Anton-Regular.ttf").write_bytes(b"another font")

    with pytest.raises(EngineError) as caught:
        font_files.path_of("anton")

    assert caught.value.code == "font_changed"


def test_inside_a_headline_a_comma_takes_three_quarters_of_its_square():
    plain = TypeCase().units("新品，上市", STYLE)
    large = TypeCase().units("新品，上市", TypeStyle("sans", "bold", display=True))

    assert width(plain) == pytest.approx(5, abs=0.01)
    assert width(large) == pytest.approx(4.75, abs=0.01)


def test_every_face_is_free_to_use_and_its_licence_lies_beside_it():
    for face in FACES.values():
        if face.sha256 is None:
            continue  # Debian keeps its own
        path = font_files.path_of(face.key)
        kept = path.with_name(f"{path.name}.LICENSE")
        shipped = font_files.SHIPPED_LICENCES / kept.name
        text = (kept if kept.is_file() else shipped).read_text()
        assert "SIL Open Font License, Version 1.1" in text
