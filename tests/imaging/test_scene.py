"""Products in sets: where they stand, that their pixels stay, and which plate is taken."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imaging import lock
from imaging.brief import SceneBrief
from imaging.engines import registry
from imaging.engines.base import Context, Work
from imaging.engines.plates import StudioPlates, look_of, resized, theme_of
from imaging.engines.scene import Found, Scene, SceneParams
from imaging.engines.staging import HANGS, Spot
from imaging.errors import EngineError
from imaging.scenery.look import Look
from imaging.scenery.plate import Plate
from imaging.themes import load_themes
from tests.imaging import sets


def cut(width: int = 300, height: int = 300, box=(100, 60, 60, 120)) -> Work:
    """A photo of noise whose product is one solid rectangle with a soft edge of one px."""
    x, y, w, h = box
    alpha = np.zeros((height, width), np.uint8)
    alpha[y : y + h, x : x + w] = 255
    noise = np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Work(image=noise, alpha=alpha)


@dataclass
class OnePlate:
    plate: Plate

    def find(self, params: SceneParams, on_progress: Callable[[float], None]) -> Found:
        on_progress(1.0)
        return Found(self.plate, "kept")


def made(work: Work | None = None, plate: Plate | None = None, **params: Any) -> Work:
    scene = Scene(OnePlate(plate or sets.plate()))
    return scene.run(work or cut(), SceneParams(**params), Context())


def test_the_base_stands_on_the_foot_and_the_square_is_filled():
    # 80 px a unit: 120 px of height become 80, 60 of width 40; the foot is at (100, 150).
    work = made()
    assert work.placement.size == (40, 80)
    assert work.placement.offset == (80, 70)
    assert work.facts["scene"]["box"] == [0.4, 0.35, 0.2, 0.4]
    assert work.is_backed


def test_a_wide_product_is_as_wide_as_the_square():
    work = made(cut(box=(20, 100, 240, 60)), kind="standing")
    assert work.placement.size == (80, 20)
    assert work.placement.offset == (60, 130)


def test_a_handle_does_not_push_the_body_off_the_foot():
    work = cut(box=(100, 60, 100, 120))
    work.alpha[90:130, 40:100] = 255
    placement = made(work).placement
    # Base middle is photo column 150; the box starts at 40 and is scaled by 80 / 160.
    assert placement.offset[0] == 100 - (150 - 40) * 80 / 160


@pytest.mark.parametrize("size", [40, 97, 200, 333])
@pytest.mark.parametrize(
    "options",
    [{}, {"kind": "hanging"}, {"spot": {"x": -0.45, "y": 0.2, "scale": 2.5}}, {"shadow": 1.5}],
)
def test_the_products_pixels_are_the_photos(size, options):
    work = cut()
    plate = sets.plate(size, unit_px=0.4 * size, reflectivity=0.5, roughness=0.2)
    found = lock.measure(work.image, made(work, plate, **options))
    assert found["max_difference"] == 0
    assert found["pixels"] > 0


def test_matching_the_light_gives_up_the_lock_and_says_so():
    work = cut()
    plate = sets.plate(lit=sets.light(colour=(1.3, 1.0, 0.7)))
    matched = made(work, plate, match_light=True)
    assert matched.facts["scene"]["relit"] is True
    assert not lock.measure(work.image, matched)["locked"]
    assert made(work, plate).facts["scene"]["relit"] is False


def test_a_shadow_falls_beside_the_product_on_the_ground_only():
    plate = sets.plate(lit=sets.light((-0.6, 0.7, 0.4)))
    image = made(plate=plate).image
    assert image[140:150, 125:140].mean() < 0.8 * plate.image.mean()
    assert (image[:50] == plate.image[:50]).all()
    assert (made(plate=plate, shadow=0).image[140:150, 125:140] == sets.GREY).all()


def test_what_the_brief_does_not_want_is_left_out():
    plate = sets.plate(lit=sets.light((-0.6, 0.7, 0.4)), reflectivity=0.9)
    bare = made(plate=plate, brief=SceneBrief(without=("shadow", "reflection")))
    assert (bare.image[155:] == plate.image[155:]).all()
    assert (bare.image[:, 130:] == plate.image[:, 130:]).all()
    mirrored = made(plate=plate, brief=SceneBrief(without=("shadow",)))
    assert (mirrored.image[160:180, 90:110] != plate.image[160:180, 90:110]).any()


def test_cloth_hangs_a_little_above_the_ground():
    placement = made(kind="hanging").placement
    assert placement.offset[1] + placement.size[1] == round(150 - 80 * HANGS)


def test_seen_from_above_it_lies_on_its_middle():
    work = made(plate=sets.flat_plate(lit=sets.light((-0.7, 0.7, 0.0))))
    assert work.placement.offset == (80, 60)
    right, left = work.image[100, 121:125].mean(), work.image[100, 72:76].mean()
    assert right < 0.75 * left


def test_a_dragged_product_takes_its_shadow_along():
    plate = sets.plate(lit=sets.light((-0.6, 0.7, 0.4)))
    work = made(plate=plate, spot=Spot(x=-0.2, y=0.1))
    assert work.placement.offset == (40, 90)
    assert work.image[160:170, 85:100].mean() < 0.8 * plate.image.mean()
    assert (work.image[140:150, 130:160] == sets.GREY).all()


def test_scaled_it_keeps_its_foot():
    placement = made(spot=Spot(scale=0.5)).placement
    assert placement.size == (20, 40)
    assert placement.offset == (90, 110)


@pytest.mark.parametrize("spot", [Spot(x=1, y=1), Spot(x=-1, y=-1), Spot(scale=4), Spot(y=-0.7)])
def test_half_out_of_the_frame_it_is_cut_off_and_still_locked(spot):
    work = cut()
    done = made(work, spot=spot)
    assert done.image.shape == (200, 200, 3)
    assert done.alpha.any()
    assert lock.measure(work.image, done)["max_difference"] == 0


def test_facts_tell_plate_seed_and_theme():
    facts = made(seed=7, theme="minimal").facts["scene"]
    assert facts["plate_quality"] == "full"
    assert facts["plate_engine"] == "drawn by hand"
    assert facts["plate_source"] == "kept"
    assert (facts["seed"], facts["theme"], facts["kind"]) == (7, "minimal", "standing")


def test_the_photo_and_the_plate_are_not_written_to():
    work, plate = cut(), sets.plate(reflectivity=0.5)
    before = work.image.copy(), work.alpha.copy(), plate.image.copy()
    made(work, plate)
    assert (work.image == before[0]).all()
    assert (work.alpha == before[1]).all()
    assert (plate.image == before[2]).all()


def test_the_same_again_is_the_same_picture():
    assert (made().image == made().image).all()


@pytest.mark.parametrize("alpha", [None, np.zeros((300, 300), np.uint8)])
def test_without_a_product_no_plate_is_drawn(alpha):
    scene = Scene(plates=None)  # type: ignore[arg-type]
    with pytest.raises(EngineError, match="No product found"):
        scene.run(Work(cut().image, alpha), SceneParams(), Context())


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (5, 0, 1, 9), (0, 4, 11, 1)])
@pytest.mark.parametrize("side", [1, 16, 33])
def test_tiny_products_on_tiny_plates(box, side):
    work = made(cut(11, 9, box), sets.plate(side, unit_px=0.4 * side, reflectivity=1.0))
    assert work.image.shape == (side, side, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 10},
        {"seed": -1},
        {"spot": {"scale": 9}},
        {"kind": "sitting"},
        {"brief": {"surface": "cheese"}},
        {"colour": "red"},
    ],
)
def test_parameters_without_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        SceneParams(**wrong)
    with pytest.raises(EngineError, match="scene"):
        registry.checked("scene", wrong)


@dataclass
class Studio:
    """A shelf and a renderer of tiny plates; remembers what was drawn."""

    shelf: dict[str, Plate] = field(default_factory=dict)
    drawn: list[Look] = field(default_factory=list)
    ships: tuple[str, ...] = ()
    has_renderer: bool = True

    def find(self, look: Look) -> Plate | None:
        if not self.has_renderer:
            raise EngineError("scene_backend", wanted="cuda", reason="none")
        return self.shelf.get(look.model_dump_json())

    def keep(self, look: Look, plate: Plate) -> None:
        self.shelf[look.model_dump_json()] = plate

    def draw(self, look: Look, on_progress: Callable[[float], None]) -> Plate:
        self.find(look)  # for what it raises where there is no renderer
        self.drawn.append(look)
        return sets.plate(16, 6, quality=look.quality)

    def shipped(self, key: str, size: tuple[int, int]) -> Plate | None:
        return sets.plate(16, 6, engine="shipped") if key in self.ships else None

    def plates(self) -> StudioPlates:
        return StudioPlates(shelf=self, draw=self.draw, shipped=self.shipped)

    def asked(self, **params: Any) -> Found:
        return self.plates().find(SceneParams(**params), lambda share: None)


THEMED = {"theme": "minimal", "seed": load_themes()["minimal"].seed}


def test_a_new_look_is_drawn_as_a_preview_kept_and_found_again():
    studio = Studio()
    first, again = studio.asked(seed=3), studio.asked(seed=3)
    assert (first.source, first.plate.quality) == ("drawn", "preview")
    assert (again.source, again.plate.quality) == ("kept", "preview")
    assert len(studio.drawn) == 1


def test_the_full_plate_is_taken_once_it_is_there():
    studio = Studio()
    studio.asked(seed=3)
    assert studio.asked(seed=3, quality="full").source == "drawn"
    best = studio.asked(seed=3)
    assert (best.source, best.plate.quality) == ("kept", "full")


def test_a_theme_ships_its_plate():
    studio = Studio(ships=("minimal",))
    assert studio.asked(**THEMED).source == "shipped"
    assert (
        studio.asked(brief=load_themes()["minimal"].brief, seed=THEMED["seed"]).source == "shipped"
    )
    assert studio.asked(theme="minimal", seed=99).source == "drawn"


def test_shipped_plates_need_no_renderer_but_others_do():
    studio = Studio(ships=("minimal",), has_renderer=False)
    assert studio.asked(**THEMED).source == "shipped"
    with pytest.raises(EngineError, match="cuda"):
        studio.asked(theme="minimal", seed=99)


def test_every_size_of_a_shape_has_one_plate():
    looks = [
        look_of(SceneParams(width=w, height=h), "full") for w, h in [(800, 1000), (1080, 1350)]
    ]
    assert looks[0] == looks[1]
    assert (looks[0].width, looks[0].height) == (916, 1145)
    small = look_of(SceneParams(width=100, height=80), "preview")
    assert (small.width, small.height) == (100, 80)


def test_a_brief_that_is_no_themes_is_nobodys():
    assert theme_of(SceneParams(brief=SceneBrief(surface="snow", stage="steps"))) is None
    text = load_themes()["minimal"].brief.model_copy(update={"text": "New", "aspect": "4:5"})
    assert theme_of(SceneParams(brief=text, seed=THEMED["seed"])) == "minimal"


def test_an_unknown_theme_is_a_sentence():
    with pytest.raises(EngineError, match="no theme"):
        Studio().asked(theme="cheese")


def test_a_resized_plate_says_the_same():
    large = resized(sets.plate(50, 20), (100, 100))
    assert large.image.shape == (100, 100, 3)
    assert large.surface.shape == (100, 100)
    assert large.projection == sets.plate(50, 20).projection
