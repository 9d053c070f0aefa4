""".cube files: what is read, and what is refused with the line that is wrong."""

import numpy as np
import pytest

from imaging.errors import EngineError, sentence
from imaging.looks.cube import parse
from imaging.ops.lut import lattice, looked_up

CORNERS = [(r, g, b) for b in (0, 1) for g in (0, 1) for r in (0, 1)]


def cube(*head: str, rows=None) -> bytes:
    lines = [*head, *(f"{r} {g} {b}" for r, g, b in (CORNERS if rows is None else rows))]
    return "\n".join(lines).encode()


def reason(data: bytes) -> str:
    with pytest.raises(EngineError) as caught:
        parse(data)
    assert caught.value.code == "cube_unreadable"
    assert sentence("cube_unreadable", caught.value.arguments, "zh").startswith("无法使用")
    return str(caught.value)


def test_a_file_is_read_with_its_comments_title_and_blank_lines():
    data = cube("# by hand", 'TITLE "Mine"', "", "LUT_3D_SIZE 2", "  ", "# rows")
    assert (parse(data) == lattice(2)).all()


def test_windows_line_ends_and_a_byte_order_mark_are_no_matter():
    data = b"\xef\xbb\xbf" + cube("LUT_3D_SIZE 2").replace(b"\n", b"\r\n")
    assert (parse(data) == lattice(2)).all()


def test_red_changes_fastest_in_a_file():
    rows = [(0, 0, 0), (0, 0, 1), *[(0, 0, 0)] * 6]
    table = parse(cube("LUT_3D_SIZE 2", rows=rows))
    assert looked_up(np.array([[[255, 0, 0]]], np.uint8), table)[0, 0].tolist() == [0, 0, 255]


def test_curves_are_looked_up_channel_by_channel():
    """Three points: red squared off, green as it is, blue turned round."""
    table = parse(cube("LUT_1D_SIZE 3", rows=[(0, 0, 1), (0.2, 0.5, 0.5), (1, 1, 0)]))
    made = looked_up(np.array([[[128, 128, 0]]], np.uint8), table)[0, 0]
    assert np.abs(made.astype(int) - (52, 128, 255)).max() <= 1


def test_a_domain_says_which_colours_the_table_speaks_of():
    """From 0 to 2: our white lies in its middle."""
    data = cube("LUT_3D_SIZE 2", "DOMAIN_MIN 0 0 0", "DOMAIN_MAX 2 2 2")
    made = looked_up(np.array([[[255, 128, 0]]], np.uint8), parse(data))[0, 0]
    assert np.abs(made.astype(int) - (128, 64, 0)).max() <= 1


def test_colours_outside_the_domain_take_its_end():
    data = cube("LUT_3D_SIZE 2", "LUT_3D_INPUT_RANGE 0.25 0.75")
    made = looked_up(np.array([[[10, 128, 250]]], np.uint8), parse(data))[0, 0]
    assert np.abs(made.astype(int) - (0, 128, 255)).max() <= 2


def test_sixty_five_points_a_side_are_read():
    table = parse(b"LUT_3D_SIZE 65\n" + b"0.25 0.5 1e0\n" * 65**3)
    assert table.shape == (65, 65, 65, 3)
    assert table[3, 40, 64].tolist() == [0.25, 0.5, 1]


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "missing"),
        (b"\x89PNG\r\n\x1a\n\xff", "not a text file"),
        (cube(), "missing"),
        (cube("LUT_3D_SIZE 2", rows=CORNERS[:7]), "7 colours instead of 8"),
        (cube("LUT_3D_SIZE 2", rows=CORNERS + CORNERS[:1]), "9 colours instead of 8"),
        (cube("LUT_3D_SIZE 66"), "line 1: the size must be a whole number from 2 to 65"),
        (cube("LUT_3D_SIZE 1"), "line 1: the size"),
        (cube("LUT_3D_SIZE two"), "line 1: the size"),
        (cube("LUT_3D_SIZE 999999999999"), "line 1: the size"),
        (cube("LUT_1D_SIZE 65537"), "from 2 to 65536"),
        (cube("LUT_3D_SIZE 2", "LUT_1D_SIZE 2"), "line 2: there is a second size"),
        (cube("LUT_3D_SIZE 2", "GAMMA 2.2"), "line 2: “GAMMA” is not known"),
        (cube("LUT_3D_SIZE 2", "0 0 nan", rows=[]), "line 2: expected 3 numbers"),
        (cube("LUT_3D_SIZE 2", "0 0 inf", rows=[]), "line 2: expected 3 numbers"),
        (cube("LUT_3D_SIZE 2", "0 0", rows=[]), "line 2: expected 3 numbers"),
        (cube("LUT_3D_SIZE 2", "0 0 0 0", rows=[]), "line 2: expected 3 numbers"),
        (cube("LUT_3D_SIZE 2", "0 0 0x", rows=[]), "line 2: expected 3 numbers"),
        (cube("LUT_3D_SIZE 2", "DOMAIN_MIN 1 0 0"), "DOMAIN_MIN must be below"),
        (cube("LUT_3D_SIZE 2") + b"\nTITLE late", "line 10: TITLE stands after"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(data, said):
    assert said in reason(data)


def test_a_file_that_is_too_large_is_not_read():
    assert "16 MB" in reason(b"#" * 16_000_001)
