"""The bench of the watermark: what is done to pictures, and how it is counted."""

from pathlib import Path

import numpy as np
import pytest

from imaging.bench import watermark
from imaging.bench.scenes import NOT_MEASURED
from imaging.bench.watermark import Tried, cropped, outcome, psnr, summary, table
from imaging.provenance.watermark import embed


def tried(name: str, **changes) -> Tried:
    outcomes = dict.fromkeys(watermark.ATTACKS, name)
    fields = {"is_marked": True, "share": 0.8, "psnr": 50.0, "seconds": (0.03, 0.01, 0.6)}
    return Tried(**{**fields, "outcomes": outcomes, "is_false_alarm": False, **changes})


def test_a_crop_takes_a_tenth_of_each_side_off_at_odd_offsets():
    image = np.arange(1080 * 1080 * 3, dtype=np.uint32).reshape(1080, 1080, 3)

    part = cropped(image)

    assert part.shape == (972, 972, 3)
    assert (part[0, 0] == image[33, 73]).all()


def test_one_level_everywhere_is_48_db():
    before = np.full((4, 4, 3), 100, np.uint8)

    # 20 log10 255 = 48.13
    assert psnr(before + 1, before, np.full((4, 4), 255, np.uint8)) == pytest.approx(
        48.13, abs=0.01
    )


def test_what_is_read_is_told_from_what_is_not():
    grey = np.full((600, 600, 3), 120, np.uint8)
    marked = embed(grey, np.full((600, 600), 255, np.uint8), 77)

    assert marked.is_marked
    assert [outcome(one, 77) for one in (marked.image, grey)] == ["read", "missed"]
    assert outcome(marked.image, 78) == "wrong"


def test_shares_are_of_what_was_marked():
    rows = table([tried("read"), tried("read"), tried("wrong"), tried("missed", is_marked=False)])

    assert "| JPEG 70 | 2 of 3 (66.7%) | 1 |" in rows


def test_what_could_not_be_marked_is_said():
    told = summary([tried("read"), tried("missed", is_marked=False, share=0.07)], 10, 1)

    assert "2 pictures of 1080 px: 1 marked, 1 had too little background" in told
    assert "at most 7%" in told
    assert "30 ms to mark, 10 ms to read, 600 ms to find that there is none" in told
    assert "0 in 2 unmarked pictures, 1 in 10 photos" in told


def test_without_pictures_nothing_is_claimed(tmp_path: Path):
    assert watermark.section(tmp_path) == NOT_MEASURED
