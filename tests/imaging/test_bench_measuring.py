"""What every bench measures with."""

import time

from imaging.bench.measuring import clothing, evenly, took


def test_even_steps_take_so_many_and_all_where_there_are_fewer():
    assert evenly(range(10), 3) == [0, 3, 6]
    assert evenly(range(2), 3) == [0, 1]
    assert evenly([], 3) == []


def test_photos_are_those_of_the_validation_split_in_order(tmp_path):
    for name in ("validation/hat/b.jpg", "validation/dress/a.jpg", "train/hat/c.jpg"):
        path = tmp_path / "clothing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    assert [path.name for path in clothing(tmp_path, 5)] == ["a.jpg", "b.jpg"]


def test_waiting_takes_time_on_the_clock_and_none_of_the_processor():
    taken = took(lambda: time.sleep(0.05))

    assert taken.clock >= 0.05
    assert taken.processor < 0.05
