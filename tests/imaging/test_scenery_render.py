import numpy as np
import pytest

from imaging.brief.model import SceneBrief
from imaging.scenery import lights, scene_dict
from imaging.scenery.backend import renderer
from imaging.scenery.camera import seen, view_of
from imaging.scenery.look import decide
from imaging.scenery.render import EFFORT, Effort, render

BRIEF = SceneBrief(stage="podium", surface="plaster", backdrop="cyclorama", colours=("white",),
                   light_direction="left", light_quality="soft", brightness="normal",
                   warmth="neutral", camera="eye-level", without=("props",))  # fmt: skip


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setitem(EFFORT, "preview", Effort(96, 1, 4))


@pytest.fixture(scope="module")
def look():
    return decide(BRIEF, seed=1, width=120, height=96, quality="preview")


def test_a_plate_of_a_white_set_is_white_where_well_lit(look):
    heard = []
    plate = render(look, heard.append)
    again = render(look)

    assert plate.image.shape == (96, 120, 3)
    assert plate.surface.shape == (96, 120)
    assert 235 <= np.percentile(plate.image.min(axis=2), 90) < 255
    assert np.ptp(plate.image.astype(int), axis=2).mean() < 6
    assert (plate.image == again.image).all()
    assert heard == sorted(heard)
    assert "mitsuba" in plate.engine

    (u, v), *_ = seen(plate.projection, np.array([[0.0, 0.0, 0.0]]))
    assert plate.surface[int(v * 96), int(u * 120)] == 255
    assert plate.surface[5].max() == 0
    assert 0.04 < (plate.surface > 0).mean() < 0.3
    assert plate.light.towards[0] < 0 < plate.light.towards[1]


def test_the_projection_tells_where_the_camera_sees_a_point(look):
    mi = renderer()
    turned = look.model_copy(update={"text_space": "left", "camera_tilt": 25.0})
    view = view_of(turned)
    spot = np.array([[0.3, 0.8, 0.2]])
    scene = {
        "type": "scene",
        "integrator": {"type": "direct"},
        "camera": scene_dict.camera(mi, view, (120, 96)),
        "mark": {"type": "sphere", "center": spot[0].tolist(), "radius": 0.03,
                 "emitter": {"type": "area", "radiance": 1.0}},
    }  # fmt: skip
    picture = np.array(mi.render(mi.load_dict(scene), spp=16))[..., 0]
    rows, columns = np.nonzero(picture > 0.3)
    found = (columns.mean() + 0.5) / 120, (rows.mean() + 0.5) / 96
    assert found == pytest.approx(tuple(seen(view.projection, spot)[0]), abs=0.006)


def test_a_gradient_goes_from_the_first_colour_below_to_the_second_above():
    brief = BRIEF.model_copy(update={"backdrop": "gradient", "colours": ("#3050C0", "#E0A040")})
    plate = render(decide(brief, seed=1, width=96, height=160, quality="preview"))
    above, below = (plate.image[row].astype(float).mean(axis=0) for row in (8, 85))
    assert below[2] > 1.4 * below[0]
    assert above[0] > 1.4 * above[2]


@pytest.mark.parametrize("quality", ["soft", "hard"])
def test_a_full_shadow_keeps_the_share_of_light_that_the_plate_says(look, quality):
    mi = renderer()
    lit = look.model_copy(update={"light_quality": quality})
    scene = scene_dict.assembled(mi, lit, (48, 48)).scene
    u, v = (seen(view_of(lit).projection, np.array([[0.0, 0.0, 0.0]]))[0] * 48).astype(int)
    levels = []
    for parts in (scene, {name: part for name, part in scene.items() if name != "key"}):
        picture = np.array(mi.render(mi.load_dict(parts), spp=32))[..., :3]
        levels.append(picture[v - 1 : v + 2, u - 1 : u + 2].mean())
    assert levels[1] / levels[0] == pytest.approx(lights.key_light(lit).fill, abs=0.06)
