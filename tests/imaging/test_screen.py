"""The engine screen: one report of everything, from files."""

from dataclasses import replace

import numpy as np
import pytest

from imaging import codec
from imaging.engines.base import Context, Work
from imaging.engines.screen import Geometry, Screen, ScreenParams
from imaging.errors import EngineError
from imaging.pipeline import Run
from imaging.recipes import screen
from imaging.screening import CHECKS, Report
from imaging.screening.model import MAIN_IMAGE_CHECKS
from imaging.screening.nets import Nets, installed_nets
from tests.imaging.screened import SIDE, FakeNet, FakeReader, box, finished, mask, photo

IDENTITY = {"matrix": [1, 0, 0, 0, 1, 0, 0, 0, 1], "photo": [SIDE, SIDE], "canvas": [SIDE, SIDE]}


@pytest.fixture
def nets(monkeypatch: pytest.MonkeyPatch) -> None:
    """No net is installed."""
    monkeypatch.setattr("imaging.engines.screen.installed_nets", Nets)


def work(picture: np.ndarray) -> Work:
    inputs = {"photo": photo(), "picture": picture, "mask": mask()}
    return Work(image=photo(), inputs=inputs)


def report_of(done: Work) -> Report:
    return Report.model_validate(done.facts["screen"])


def test_nothing_is_found_in_a_true_picture_and_what_was_not_looked_for_is_named(nets):
    done = Screen().run(work(finished()), ScreenParams(geometry=IDENTITY), Context())

    report = report_of(done)
    assert report.findings == ()
    assert report.measured.product_delta_e == 0
    assert {one.check for one in report.not_checked} == {
        *("unsafe", "face", "person", "lettering", "brand", "channel"),
        *MAIN_IMAGE_CHECKS,
    }
    assert "make weights MODEL=open-nsfw" in next(
        one.why.en for one in report.not_checked if one.check == "unsafe"
    )
    assert set(CHECKS) - {one.check for one in report.not_checked} == {
        *("product", "colour", "silhouette"),
    }


def test_the_difference_is_a_grey_picture_beside_the_facts(nets):
    picture = finished()
    picture[100:130, 100:140] = (30, 60, 160)

    done = Screen().run(work(picture), ScreenParams(geometry=IDENTITY), Context())

    assert done.files["heat"].shape == (SIDE, SIDE)
    assert done.files["heat"][115, 120] > 200
    assert np.array_equal(done.image, photo())
    [changed] = report_of(done).of("product")
    assert changed.code == "product_changed"
    assert changed.confidence > 0.8


def test_what_goes_on_beyond_the_outline_is_bright_in_the_difference(nets):
    picture = finished()
    picture[100:130, 180:215] = (170, 40, 50)

    done = Screen().run(work(picture), ScreenParams(geometry=IDENTITY), Context())

    assert done.files["heat"][115, 200] == 255
    assert [one.check for one in report_of(done).findings] == ["silhouette"]


def test_findings_come_the_surest_first_and_main_images_are_held_to_more(monkeypatch):
    reader = FakeReader([box(8, 8, 60, 20)], {(255, 255, 255): "Only $9"})
    unsafe = FakeNet([np.array([[0.7, 0.3]], np.float32)])
    known = Nets(reader=reader, unsafe=unsafe)
    monkeypatch.setattr("imaging.engines.screen.installed_nets", lambda: known)

    main, other = (
        report_of(
            Screen().run(
                work(finished()), ScreenParams(geometry=IDENTITY, main_image=is_main), Context()
            )
        )
        for is_main in (True, False)
    )

    assert [(one.check, one.confidence) for one in main.findings] == [
        ("price", 0.95),
        ("unsafe", 0.3),
    ]
    assert [one.check for one in other.findings] == ["unsafe"]
    assert other.measured.lines[0].text == "Only $9"


def test_without_a_mask_and_a_product_the_product_is_not_checked(nets):
    alone = work(finished())
    alone = replace(alone, inputs={**alone.inputs, "mask": np.zeros((SIDE, SIDE), np.uint8)})

    done = Screen().run(alone, ScreenParams(), Context())

    left_out = {one.check for one in report_of(done).not_checked}
    assert {"product", "colour", "silhouette", "lettering"} <= left_out
    assert "heat" not in done.files


def test_what_is_transparent_is_seen_on_white(nets):
    cut_out = np.dstack([photo(), mask()])

    done = Screen().run(work(cut_out), ScreenParams(geometry=IDENTITY), Context())

    assert report_of(done).measured.product_delta_e == 0


def test_a_missing_picture_is_told():
    with pytest.raises(EngineError, match="picture") as error:
        Screen().run(Work(image=photo(), inputs={"photo": photo()}), ScreenParams(), Context())
    assert error.value.code == "input_missing"


def test_a_recorded_place_holds_for_copies_of_other_sizes():
    # The photo at half its recorded size, the picture at twice: four times as large in all.
    geometry = Geometry(matrix=IDENTITY["matrix"], photo=(200, 100), canvas=(200, 100))
    matrix = geometry.of(np.zeros((50, 100, 3), np.uint8), np.zeros((200, 400, 3), np.uint8))

    assert np.allclose(matrix @ (0, 0, 1), (1.5, 1.5, 1))
    assert np.allclose(matrix @ (99, 49, 1), (397.5, 197.5, 1))


def test_wrong_parameters_are_refused_when_the_recipe_is_built():
    with pytest.raises(EngineError) as error:
        screen({"geometry": {"matrix": [1, 2], "photo": [1, 1], "canvas": [1, 1]}})
    assert error.value.code == "bad_parameters"


def test_the_recipe_takes_files_and_gives_facts_and_the_difference(nets):
    files = {"photo": photo(), "picture": finished()}
    inputs = {role: codec.encode(image, format="png").data for role, image in files.items()}
    inputs["mask"] = codec.encode_grey(mask()).data

    made = Run(screen({"geometry": IDENTITY})).make(inputs)

    assert set(made.outputs) == {"heat"}
    assert made.outputs["heat"].media_type == "image/png"
    assert Report.model_validate(made.facts["screen"]).findings == ()


def test_without_a_mask_the_product_is_looked_for():
    assert [step.engine for step in screen({}, has_mask=False).steps] == ["cutout", "screen"]


@pytest.mark.weights
def test_with_what_is_installed_an_empty_picture_holds_nothing():
    done = Screen().run(work(finished()), ScreenParams(geometry=IDENTITY), Context())

    report = report_of(done)
    assert report.measured.faces == 0
    assert report.measured.unsafe is not None
    assert report.measured.unsafe < 0.2
    assert installed_nets().reader is not None
    assert {one.check for one in report.not_checked} == {"person", "channel", *MAIN_IMAGE_CHECKS}
