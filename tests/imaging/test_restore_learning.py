"""The tasks that imaging.training runs, on a few drawn photos, and how results are measured."""

import json
import sys
from functools import partial

import cv2
import numpy as np
import pytest
import torch

from imaging.bench import restoration as bench
from imaging.bench import restoration_sheet
from imaging.bench.fidelity import fidelity, psnr, ssim
from imaging.nets.judge import expected
from imaging.nets.unet import RestoringUNet
from imaging.restoration.damage import Damage
from imaging.restoration.judging import JudgeTask, shares
from imaging.restoration.net import PhotoJudge, RestoringNet
from imaging.restoration.task import RestoreTask, charbonnier
from imaging.training import __main__ as command
from imaging.training.keeping import BEST, keep_weights


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Forty photos to learn from, two to measure with; some are held out."""
    folder = tmp_path_factory.mktemp("data")
    for index in range(42):
        split = "validation" if index > 39 else "train"
        file = folder / "clothing" / split / "hat" / f"{index}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        rough = np.random.default_rng(index).integers(0, 256, (12, 9, 3), np.uint8)
        cv2.imwrite(str(file), cv2.resize(rough, (300, 400), interpolation=cv2.INTER_CUBIC))
    return folder


def test_the_loss_is_the_distance_rounded_off_near_nothing():
    found = charbonnier(torch.tensor([0.0, 0.3]), torch.tensor([0.0, 0.0]))
    assert found[0] == pytest.approx(1e-3)
    assert found[1] == pytest.approx(0.3, abs=1e-5)


def test_steps_make_the_net_better_on_what_it_learns_from(data):
    task = RestoreTask(data, batch_size=2)
    torch.manual_seed(0)
    net = RestoringUNet((8, 12))
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    batch = task.batch(0)
    losses = []
    for _ in range(15):
        losses.append(task.loss(net, batch))
        optimizer.zero_grad()
        losses[-1].backward()
        optimizer.step()
    assert losses[-1] < losses[0]
    with torch.inference_mode():
        figures = task.figures(net)
    assert 0 < figures["loss"] < 1
    assert 10 < figures["psnr"] < 60


def test_learning_can_begin_with_weights_that_were_learnt_before(data, tmp_path):
    first = RestoreTask(data, seed=1)
    keep_weights(first.net, first.said, tmp_path)
    second = RestoreTask(data, seed=2, start=tmp_path / BEST)
    torch.testing.assert_close(second.net.enter.weight, first.net.enter.weight, atol=1e-3, rtol=0)
    assert not torch.allclose(RestoreTask(data, seed=2).net.enter.weight, first.net.enter.weight)


def test_the_command_learns_to_judge_and_leaves_weights_that_load(data, tmp_path, monkeypatch):
    arguments = ["judge", "--data", str(data), "--out", str(tmp_path), "--steps", "20"]
    monkeypatch.setattr(sys, "argv", ["training", *arguments, "--threads", "1", "--no-half"])
    assert command.main() == 0
    outcome = json.loads((tmp_path / "outcome.json").read_text())
    assert outcome["step"] == 20
    assert outcome["stopped"] == "done"
    assert list((tmp_path / "logs").glob("events*"))
    judged = PhotoJudge.load(tmp_path / BEST).judge(np.full((9, 9, 3), 200, np.uint8))
    assert judged.gain >= 0
    assert 0 <= judged.dark <= 1
    assert judged.harm > 0


@pytest.mark.parametrize("kind", ["plain", "deformable"])
def test_the_command_leaves_a_net_that_restores(kind, data, tmp_path, monkeypatch):
    arguments = ["restore", "--net", kind, "--data", str(data), "--out", str(tmp_path)]
    monkeypatch.setattr("imaging.restoration.task.CHECKED", 16)
    rest = ["--steps", "1", "--batch", "2", "--threads", "1"]
    monkeypatch.setattr(sys, "argv", ["training", *arguments, *rest])
    assert command.main() == 0
    net = RestoringNet.load(tmp_path / BEST)
    assert net.restored(np.zeros((5, 7, 3), np.uint8), 0.0).shape == (5, 7, 3)


def test_photos_are_judged_by_what_was_done_to_them(data):
    task = JudgeTask(data, times=2)
    table = task.tables[0]
    gains, harms = table.truth.T
    assert table.seen.shape[1] == 13
    assert table.thumbnails.shape == (len(table.seen), 3, 32, 32)
    # A batch is of rows of the table, their thumbnails turned or mirrored: the same pixels.
    batch = task.batch(3)
    row = (table.seen == batch.seen[0]).all(1).nonzero()[0, 0]
    assert batch.truth[0].equal(table.truth[row])
    assert batch.thumbnails[0].sort(-1)[0].sum() == table.thumbnails[row].sum()
    assert (gains >= 0).all()
    assert (gains > 0.3).any()
    assert harms.min() == pytest.approx(np.log(0.25))
    # What is seen first of all tells what is true: more noise seen, more harm done.
    assert np.corrcoef(table.seen[:, 7], harms)[0, 1] > 0.4


def test_a_gain_between_two_choices_is_shared_by_them():
    found = shares(torch.tensor([0.0, 0.13, 9.0]))
    assert found[0, 0] == 1
    assert found[1, 1:3].tolist() == pytest.approx([0.7, 0.3], abs=1e-5)
    assert found.sum(1).tolist() == pytest.approx([1, 1, 1], abs=1e-5)
    assert expected(found).tolist() == pytest.approx([0, 0.13, 2.4], abs=1e-5)


def test_one_level_everywhere_is_48_db_and_equal_pictures_are_as_near_as_can_be():
    one = np.full((20, 20, 3), 100, np.uint8)
    assert psnr(one, one + 1) == pytest.approx(20 * np.log10(255))
    assert fidelity(one, one) == (60, pytest.approx(1), 0)


def test_structure_that_is_gone_is_told_apart_from_light_that_is():
    rng = np.random.default_rng(0)
    photo = rng.integers(40, 200, (64, 64, 3), np.uint8)
    lighter, flat = photo + 20, np.full_like(photo, 120)
    assert ssim(lighter, photo) > 0.9
    assert ssim(flat, photo) < 0.2


def test_opencv_is_tuned_to_the_damage(data, monkeypatch):
    for name, values in {"STRENGTHS": (3, 15), "COLOURS": (), "CLIPS": (2.0,)}.items():
        monkeypatch.setattr(bench, name, values)
    clean = bench.photos_of(data, "train", 1)
    noisy = [bench.worse(photo, Damage(noise=15), n) for n, photo in enumerate(clean)]
    assert bench.tuned(clean, clean)[:3] == (0, 0, 0)
    tuning = bench.tuned(clean, noisy)
    assert tuning.strength > 0
    found = partial(bench.by_opencv, tuning=tuning)
    assert bench.likeness(found, clean, noisy) > bench.likeness(bench.as_it_is, clean, noisy) + 3


def test_the_gain_that_light_lacks_is_found(data, monkeypatch):
    def lightened(photo, key, gain):
        return np.clip(photo * (gain or 1), 0, 255).astype(np.uint8)

    monkeypatch.setattr(bench, "by_net", lightened)
    clean = [photo // 2 for photo in bench.photos_of(data, "train", 1)]
    assert bench.tuned_gain(clean, [photo // 2 for photo in clean]) == 2


def test_the_bench_says_when_it_has_no_photos_and_else_has_a_row_for_each_damage(
    data, tmp_path, monkeypatch
):
    assert "not measured" in bench.table(bench.measure(tmp_path))
    monkeypatch.setattr(bench, "CASES", {"JPEG": {"20": Damage(jpeg=(20,))}})
    monkeypatch.setattr(bench, "SIZES", {"tiny": (30, 40)})
    monkeypatch.setattr(bench, "our_ways", lambda: dict.fromkeys(bench.NETS, bench.as_it_is))
    monkeypatch.setattr(bench, "tuned_to", lambda damage, clean: bench.Tuning(0, 0, 0))
    monkeypatch.setattr(bench, "by_net", lambda photo, key, gain=None: photo)
    found = bench.measure(data, photos=2)
    lines = bench.table(found).splitlines()
    assert found["photos"] == 2
    assert len(lines) == 5
    assert lines[-1].startswith("restore-plain, damaged photos: tiny in")
    assert lines[2].startswith("| JPEG 20 |")
    nothing = found["JPEG"]["20"]["nothing"]
    assert found["JPEG"]["20"][bench.NETS[0]] == nothing
    assert 20 < nothing[0] < 60


def test_a_row_of_the_sheet_shows_damaged_opencv_ours_and_clean_at_their_own_size(monkeypatch):
    monkeypatch.setattr(bench, "tuned_to", lambda damage, clean: bench.Tuning(0, 0, 0))
    monkeypatch.setattr(bench, "by_net", lambda photo, key: photo * 0 + 90)
    clean = np.random.default_rng(0).integers(0, 256, (260, 180, 3), np.uint8)
    made = restoration_sheet.row(clean, 0, [])
    side, step, top = restoration_sheet.CELL, 204, restoration_sheet.LINE
    assert made.shape == (top + step, 4 * step, 3)
    assert (made[:top] < 255).any()
    cells = [made[top : top + side, at : at + 180] for at in range(0, 4 * step, step)]
    assert np.array_equal(cells[3], clean[30:230])
    assert np.array_equal(cells[0], cells[1])
    assert (cells[2] == 90).all()
    assert (made[top:, 180:step] == 255).all()
