"""Props: their meshes, their colours, and where they may stand. Nothing here needs Mitsuba."""

from typing import get_args

import numpy as np
import pytest
from numpy.random import default_rng

from imaging.brief.model import Prop
from imaging.scenery.camera import product_box, text_box, view_of
from imaging.scenery.colour import linear
from imaging.scenery.look import FlatArea, KeepOut, Look
from imaging.scenery.meshes import aimed, joined, mesh, normals, turn, welded
from imaging.scenery.meshes_solid import ball, cushion, even_ball, noise, rounded_box
from imaging.scenery.meshes_swept import frames, lathe, sheet, smooth, tube
from imaging.scenery.props.kinds import FLAT, KINDS
from imaging.scenery.props.palette import palette_of
from imaging.scenery.props.parts import mixed
from imaging.scenery.props.placing import placed
from imaging.scenery.props.room import Room

HEART = [(1, 0), (0.5, 0.8), (-0.6, 0.7), (-1, 0), (-0.4, -0.8), (0.5, -0.7)]
CLOSED = {
    "a ball": ball(0.5, 16),
    "a pebble's start": even_ball(4),
    "a box": rounded_box((1, 0.5, 0.8), 0.05),
    "a vase": lathe([(0, 0), (0.4, 0.1), (0.2, 0.8), (0, 0.8)], 12),
    "a stem": tube([(0, 0, 0), (0.2, 0.5, 0), (0, 1, 0.3)], [0.1, 0.08, 0.02], 6),
    "a heart": cushion(HEART, 0.4, 8),
}


PLAIN = {
    "surface": "plaster", "stage": "podium", "backdrop": "cyclorama",
    "backdrop_colours": ("#E9DFD3", "#C9BFB3"), "surface_colour": "#E9DFD3",
    "accents": ("#B3121F", "#E7B85C"), "light_azimuth": -40, "light_elevation": 45,
    "light_quality": "soft", "warmth": "neutral", "brightness": "normal",
    "props": ("spheres",), "prop_amount": "some", "camera": "eye-level", "camera_tilt": 8,
    "stand_round": True, "stand_height": 0.35, "stand_width": 1.3, "position": "centre",
    "scale": "medium", "text_space": None, "seed": 1, "width": 800, "height": 800,
    "quality": "preview",
}  # fmt: skip


def look(**choices):
    return Look(**{**PLAIN, **choices})


def keep_out(look):
    view = view_of(look)
    product = product_box(look, view)
    flat = look.camera == "top-down"
    top, floor = FlatArea(-0.45, 0.45, -0.45, 0.45, 0.0), FlatArea(-3, 3, -1.1, 2, -0.35)
    return KeepOut(
        low=(-0.55, 0.0, -0.55 if flat else -0.4),
        high=(0.55, 1.1, 0.55 if flat else 0.4),
        projection=view.projection,
        product=product,
        text=text_box(look, product),
        ground=(FlatArea(-3, 3, -3, 3, 0.0),) if flat else (top, floor),
        solids=() if flat else (((-0.65, -0.35, -0.65), (0.65, 0.0, 0.65)),),
    )


def arranged(seed=0, **choices):
    wanted = look(**choices)
    return placed(wanted, palette_of(wanted), default_rng(seed), keep_out(wanted)), keep_out(wanted)


def points(prop):
    return np.concatenate([part.mesh.vertices for part in prop.model])


def seen(points, keep_out):
    found = np.c_[points, np.ones(len(points))] @ np.asarray(keep_out.projection).T
    return found[:, :2] / found[:, 2:]


def edges(shape):
    pairs = shape.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    return {tuple(pair) for pair in pairs.tolist()}, len(pairs)


def volume(shape):
    a, b, c = (shape.vertices[shape.faces[:, k]].astype(float) for k in range(3))
    return (a * np.cross(b, c)).sum() / 6


@pytest.mark.parametrize("name", CLOSED)
def test_a_solid_is_closed_and_its_faces_look_outwards(name):
    shape = CLOSED[name]
    directed, count = edges(shape)
    assert len(directed) == count, "an edge is used twice in one direction"
    assert {(b, a) for a, b in directed} == directed, "an edge has only one face"
    assert volume(shape) > 0


def test_a_ball_and_a_box_have_the_volume_they_should():
    assert volume(ball(0.5, 96)) == pytest.approx(np.pi / 6, rel=0.01)
    assert volume(rounded_box((1, 2, 3), 0.01)) == pytest.approx(6, rel=0.01)


def test_the_normals_of_a_ball_point_away_from_its_middle():
    shape = ball(2.0, 48)
    assert np.allclose(normals(shape), shape.vertices / 2, atol=0.03)


def test_welding_makes_one_of_equal_vertices_and_drops_faces_without_area():
    doubled = mesh([(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 0, 0)], [(0, 1, 2), (1, 3, 2)])
    assert len(welded(doubled).vertices) == 3
    assert len(welded(doubled).faces) == 1


def test_joining_keeps_faces_on_their_own_vertices_and_colours():
    first, second = ball(1, 8).tinted((1, 0, 0)), ball(1, 8).tinted((0, 1, 0)).moved((5, 0, 0))
    both = joined([first, second])
    last = both.vertices[both.faces[-1]]
    assert last[:, 0].min() > 3
    assert np.array_equal(both.colours[both.faces[-1]], np.tile((0, 1, 0), (3, 1)))


def test_turning_round_y_by_a_quarter_takes_z_to_x():
    assert np.allclose(turn("y", 90) @ (0, 0, 1), (1, 0, 0), atol=1e-6)


def test_aiming_lays_the_x_axis_along_a_direction():
    stick = mesh([(0, 0, 0), (2, 0, 0), (0, 1, 0)], [(0, 1, 2)])
    moved = aimed(stick, at=(1, 1, 1), along=(0, 0, 3), up=(0, 1, 0.4))
    assert np.allclose(moved.vertices, [(1, 1, 1), (1, 1, 3), (1, 2, 1)], atol=1e-6)


def test_a_sheet_over_a_grid_faces_the_viewer():
    grid = [[(0, 0, 0), (1, 0, 0)], [(0, 1, 0), (1, 1, 0)]]
    assert np.allclose(normals(sheet(grid)), (0, 0, 1))


def test_a_smooth_curve_goes_through_its_points():
    curve = smooth([(0, 0), (1, 2), (3, 1)], 5)
    assert np.allclose(curve[[0, 2, 4]], [(0, 0), (1, 2), (3, 1)])


def test_frames_along_a_bent_path_stay_at_right_angles_and_do_not_jump():
    t = np.linspace(0, 4, 80)
    along, side, third = frames(np.stack([np.cos(t), np.sin(t), 0.3 * t], -1))
    assert np.abs((along * side).sum(1)).max() < 1e-5
    assert np.allclose(np.cross(along, side), third, atol=1e-5)
    assert (side[:-1] * side[1:]).sum(1).min() > 0.95


def test_noise_is_smooth_in_range_and_differs_by_seed():
    where = default_rng(1).uniform(-9, 9, (500, 3))
    first = noise(where, 2, seed=1)
    assert np.abs(first).max() <= 1
    assert first.std() > 0.1
    assert np.abs(noise(where + 1e-4, 2, seed=1) - first).max() < 0.01
    assert np.abs(noise(where, 2, seed=2) - first).max() > 0.5


def test_colours_become_linear_light():
    assert linear("#FFFFFF") == pytest.approx((1, 1, 1))
    assert linear("#808080") == pytest.approx((0.2159,) * 3, abs=1e-3)
    assert mixed((0, 0, 0), (1, 1, 1), 0.25) == pytest.approx((0.25,) * 3)


@pytest.mark.parametrize("prop", get_args(Prop))
def test_every_prop_is_finite_of_a_sane_size_and_light_enough_to_render(prop):
    wanted = look(props=(prop,))
    for kind in {*KINDS[prop], *FLAT[prop]}:
        for maker in kind.makers:
            for seed in range(2):
                model = maker(default_rng(seed), palette_of(wanted))
                corners = np.concatenate([part.mesh.vertices for part in model])
                assert np.isfinite(corners).all()
                extent = np.ptp(corners[corners[:, 1] < 1.8], axis=0).max()  # without a cord
                assert 0.6 < extent < 1.9, maker.__name__
                assert sum(len(part.mesh.faces) for part in model) <= 20_000, maker.__name__
                for part in model:
                    assert part.mesh.faces.max() < len(part.mesh.vertices)
                    assert part.mesh.colours.min() >= 0
                    assert part.mesh.colours.max() <= 1


@pytest.mark.parametrize("prop", get_args(Prop))
def test_what_stands_has_its_foot_on_the_ground(prop):
    for kind in KINDS[prop]:
        for maker in kind.makers if kind.way in ("stand", "scatter") else ():
            model = maker(default_rng(5), palette_of(look(props=(prop,))))
            lowest = min(part.mesh.vertices[:, 1].min() for part in model)
            assert -0.06 <= lowest <= 0.03, maker.__name__


MIXES = [
    ("spheres", "leaves"), ("gift-boxes", "ribbons", "snow"), ("lanterns", "branches", "petals"),
    ("stones", "shells"), ("flowers", "candles"), ("moon", "baubles", "hearts"),
]  # fmt: skip


@pytest.mark.parametrize("camera", ["eye-level", "top-down"])
@pytest.mark.parametrize("props", MIXES)
def test_nothing_meets_the_product_or_another_prop_or_covers_the_square(props, camera):
    for seed in (0, 1) if camera == "eye-level" else (2,):
        found, room = arranged(seed, props=props, camera=camera, prop_amount="many")
        assert len(found) > 2
        for prop in found:
            where = points(prop)
            assert not ((where > room.low) & (where < room.high)).all(axis=1).any()
            left, top, right, bottom = room.product
            picture = seen(where, room)
            on = (picture > (left, top)) & (picture < (right, bottom))
            assert not on.all(axis=1).any()
            assert not room.forbids(where)
        apart(found)


def apart(found, slack=0.0061):
    """No two props share space: no box of one is inside a box of another by more than `slack`."""
    for index, first in enumerate(found):
        for second in found[:index]:
            low = np.maximum(first.taken.low[:, None], second.taken.low)
            high = np.minimum(first.taken.high[:, None], second.taken.high)
            assert not (high - low > slack).all(axis=2).any()


def test_the_boxes_a_prop_takes_hold_all_of_it():
    found, _ = arranged(2, props=("branches", "spheres"))
    for prop in found:
        where = points(prop)[:, None]
        inside = (where >= prop.taken.low - 1e-5) & (where <= prop.taken.high + 1e-5)
        assert inside.all(axis=2).any(axis=1).all()


def test_the_set_itself_is_not_run_into():
    for seed in range(4):
        found, room = arranged(seed, props=("gift-boxes", "spheres"), prop_amount="many")
        (low, high), *_ = room.solids
        for prop in found:
            where = points(prop)
            inside = (where > np.array(low) + 0.021) & (where < np.array(high) - 0.021)
            assert not inside.all(axis=1).any()


def test_what_stands_behind_the_podium_is_not_counted_as_seen():
    room = Room(keep_out(look()))
    behind, beside = np.array([[0.0, -0.3, -0.9]]), np.array([[-0.95, -0.3, 0.1]])
    assert not room.lets_see(behind.astype(np.float32))
    assert room.lets_see(beside.astype(np.float32))


def test_a_picture_place_and_its_world_point_are_each_others():
    room = Room(keep_out(look()))
    point = room.on_plane((0.1, 0.9), axis=1, value=-0.35)
    assert point[1] == -0.35
    assert np.allclose(room.seen(point[None]), (0.1, 0.9))


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_the_space_for_words_stays_free(side):
    total = 0
    for seed in range(2):
        props = ("spheres", "branches", "petals")
        found, room = arranged(seed, props=props, text_space=side)
        left, top, right, bottom = room.text
        total += len(found)
        for prop in found:
            picture = seen(points(prop), room)
            assert not ((picture > (left, top)) & (picture < (right, bottom))).all(axis=1).any()
    assert total >= 2


def test_the_same_seed_sets_out_the_same_and_another_does_not():
    def feet(seed):
        return np.array([points(p).mean(0) for p in arranged(seed, props=("spheres", "petals"))[0]])

    assert np.array_equal(feet(3), feet(3))
    assert np.abs(feet(3)[:4] - feet(4)[:4]).max() > 0.1


@pytest.mark.parametrize("prop", [prop for prop in get_args(Prop) if prop != "moon"])
def test_many_is_more_than_some_and_some_more_than_few(prop):
    few, some, many = (
        len(arranged(3, props=(prop,), prop_amount=amount)[0]) for amount in ("few", "some", "many")
    )
    assert 0 < few < some < many


def test_there_is_one_moon_at_any_amount():
    assert [len(arranged(1, props=("moon",), prop_amount=a)[0]) for a in ("few", "many")] == [1, 1]


def test_every_prop_named_is_there():
    for seed in range(4):
        found, _ = arranged(seed, props=("spheres", "leaves", "petals"), prop_amount="few")
        assert {prop.prop for prop in found} == {"spheres", "leaves", "petals"}


def test_no_props_means_none():
    assert arranged(1, props=())[0] == []
