"""The bench of screening: pictures are altered as they say, and rates are counted right."""

import numpy as np
import pytest

from imaging.bench import altered, laid_over
from imaging.bench.finished import Finished, label_of, printed
from imaging.bench.screening import Case, alarms, calibration, caught, fits, shared, wilson
from imaging.labels import Label
from imaging.screening import Finding, Report
from tests.imaging.screened import SIDE, finished, mask, photo

SAYS = Label(en="", zh="")


def made(recipe: str = "main-image", *, labelled: bool = False) -> Finished:
    label = ((90, 100, 60, 18), "Lemon") if labelled else None
    return Finished("004-x", recipe, photo(), finished(), mask(), {}, label)


def report(**confidences: float) -> Report:
    found = (
        Finding(check=check, code="x", confidence=sure, says=SAYS)  # type: ignore[arg-type]
        for check, sure in confidences.items()
    )
    return Report(findings=tuple(found))


@pytest.mark.parametrize("name", [*altered.alterations([photo()])])
def test_every_alteration_changes_the_picture_and_not_what_it_was_made_of(name):
    one = made(labelled=True)
    before = one.picture.copy()

    rng = np.random.default_rng(5)
    changed = altered.alterations([photo()])[name].act(one, altered.laid(one), rng)

    assert changed.shape == before.shape
    assert (changed != before).any()
    assert np.array_equal(one.picture, before)


def test_growth_leaves_the_product_itself_alone():
    one = made()
    on = altered.laid(one)

    changed = altered.grown(one, on, np.random.default_rng(2))

    assert np.array_equal(changed[on.inside], one.picture[on.inside])


def test_a_label_is_printed_in_the_middle_and_drawn_the_same_each_time():
    out, (left, top, width, height) = printed(photo(), "Lemon", 3)

    assert abs(left + width / 2 - SIDE / 2) <= 1
    assert np.array_equal(out[top : top + height, left : left + width], label_of("Lemon", width, 3))


def test_alterations_are_shared_evenly_among_pictures_that_can_have_them():
    pictures = [made("scene"), made(), made(labelled=True), made("scene")]
    known = altered.alterations([])

    names = [name for _, name in shared(pictures, known)]

    assert len(set(names)) == 4
    assert not fits(known["border added"], "border added", made("scene"))
    assert not fits(known["label wiped"], "label wiped", made())


def test_people_are_added_only_where_there_are_pictures_of_them(tmp_path):
    assert laid_over.people_in(tmp_path) == []
    assert "person added" not in altered.alterations([])


def test_an_interval_holds_the_share_and_is_never_beyond_0_and_1():
    low, high = wilson(10, 10)

    assert low == pytest.approx(0.722, abs=1e-3)  # 10 / (10 + 1.96²)
    assert high == 1


def test_rates_are_of_what_is_sure_enough():
    known = altered.alterations([])
    cases = [
        Case("", report(text=0.6)),
        Case("", report(text=0.4)),
        Case("part smudged", report(product=0.7)),
        Case("part smudged", report(product=0.3, text=0.9)),
    ]

    assert "| part smudged | product | 2 | 50 % (9 to 91) | 100 % (34 to 100) |" in caught(
        cases, known
    )
    assert "| text | 50 % (9 to 91) |" in alarms(cases)
    assert "| below 0.80 | 2 | 50 % (9 to 91) |" in calibration(cases, known)
