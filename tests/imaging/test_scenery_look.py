import numpy as np
import pytest

from imaging.brief.model import SceneBrief
from imaging.scenery.camera import product_box, seen, text_box, view_of
from imaging.scenery.look import KeepOut, decide


def look_of(seed=1, width=400, height=400, quality="preview", **said):
    return decide(SceneBrief(**said), seed=seed, width=width, height=height, quality=quality)


def test_the_same_brief_and_seed_are_the_same_look():
    assert look_of(style="natural", seed=7) == look_of(style="natural", seed=7)


def test_size_and_quality_do_not_change_the_set():
    small = look_of(style="luxury", seed=3).model_dump(exclude={"width", "height", "quality"})
    large = look_of(style="luxury", seed=3, width=1600, height=900, quality="full")
    assert large.model_dump(exclude={"width", "height", "quality"}) == small


def test_other_seeds_are_visibly_other_variants():
    looks = [look_of(style="minimal", seed=seed) for seed in range(8)]
    assert len({look.light_azimuth for look in looks}) == 8
    assert len({look.backdrop_colours for look in looks}) >= 6
    assert len({look.stand_height for look in looks}) == 8


def test_what_the_seller_said_stands():
    said = {
        "surface": "marble", "stage": "arch", "backdrop": "wall", "light_quality": "hard",
        "light_direction": "right", "warmth": "cool", "props": ("stones",), "camera": "high",
        "position": "left", "scale": "large",
    }  # fmt: skip
    for seed in range(4):
        look = look_of(seed=seed, style="cute", **said)
        assert (look.surface, look.stage, look.backdrop) == ("marble", "arch", "wall")
        assert (look.light_quality, look.warmth, look.props) == ("hard", "cool", ("stones",))
        assert (look.camera, look.position, look.scale) == ("high", "left", "large")
        assert 20 < look.light_azimuth < 90


def test_asked_colours_are_the_backdrop_s_own():
    look = look_of(colours=("#336699", "gold"))
    assert look.backdrop_colours[0] == "#336699"
    assert look.accents == ("#D2A95A",)


def test_unwanted_things_are_left_out():
    for seed in range(6):
        look = look_of(seed=seed, occasion="christmas", without=("props", "podium", "reflection"))
        assert look.props == ()
        assert look.stage in (None, "tabletop")
        assert look.surface not in {"marble", "black-marble", "acrylic", "metal", "water"}


@pytest.mark.parametrize("width, height", [(400, 400), (900, 300), (270, 480)])
@pytest.mark.parametrize("text_space", [None, "left", "top"])
def test_the_product_s_square_is_in_frame_at_its_share(width, height, text_space):
    look = look_of(width=width, height=height, text_space=text_space, camera="eye-level")
    left, top, right, bottom = product_box(look, view_of(look))
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1
    assert (right - left) * width == pytest.approx(0.5 * min(width, height), rel=0.06)


def test_words_have_the_side_they_asked_for():
    look = look_of(text_space="left", camera="eye-level")
    product = product_box(look, view_of(look))
    assert product[0] > 0.35
    assert text_box(look, product) == (0.0, 0.0, product[0], 1.0)


def test_the_base_of_the_product_is_below_its_top_in_the_picture():
    look = look_of(camera="eye-level")
    (_, base), (_, top) = seen(view_of(look).projection, np.array([[0.0, 0, 0], [0, 1, 0]]))
    assert base - top == pytest.approx(0.5, abs=0.03)


def test_props_may_stand_beside_and_behind_but_not_before_the_product():
    look = look_of(camera="eye-level")
    view = view_of(look)
    out = KeepOut(
        (-0.55, 0, -0.4), (0.55, 1.1, 0.4), view.projection, product_box(look, view), None, ()
    )
    spots = {
        "inside": (0, 0.5, 0),
        "before": (0, 0.3, 1.0),
        "behind": (0.2, 0.5, -1),
        "beside": (1, 0.2, 0),
    }
    forbidden = {name: out.forbids(np.array([at], np.float32)) for name, at in spots.items()}
    assert forbidden == {"inside": True, "before": True, "behind": False, "beside": False}
