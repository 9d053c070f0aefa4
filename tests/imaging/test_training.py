"""The training loop on a task of two numbers: it needs to know nothing else."""

from dataclasses import dataclass, field, replace
from math import inf, nan

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from imaging.training.average import Average
from imaging.training.keeping import BEST, CHECKPOINT
from imaging.training.loop import Diverged, Run
from imaging.training.plan import EarlyStop, Plan, progress, rate

PLAN = Plan(steps=60, rate=0.1, check_every=10, half=False, averaged=0.5)


@dataclass
class Line:
    """Learns y = 2x + 1 from points that its step decides, with dropout to make chance matter."""

    net: nn.Module = field(default_factory=lambda: line())
    losses: list[float] = field(default_factory=list)
    broken_at: int = -1
    interrupted_at: int = -1

    said = {"net": "line"}

    def batch(self, step):
        if step == self.interrupted_at:
            raise KeyboardInterrupt
        x = torch.rand(8, 1, generator=torch.Generator().manual_seed(step))
        return x, 2 * x + 1 if step != self.broken_at else x * nan

    def loss(self, net, batch):
        x, y = batch
        return (net(x) - y).square().mean() + 0.001 * torch.rand(())

    def figures(self, net):
        x = torch.tensor([[0.0], [1.0]])
        loss = (net(x) - 2 * x - 1).square().mean().item()
        self.losses.append(loss)
        return {"loss": loss, "other": 1.0}


class Notes:
    """A log in memory."""

    def __init__(self):
        self.notes = []

    def add(self, step, figures, of):
        self.notes.append((step, dict(figures), of))


def line():
    torch.manual_seed(0)
    return nn.Linear(1, 1)


def test_the_rate_rises_in_a_line_and_falls_in_a_half_cosine():
    plan = Plan(rate=1.0, warm_up=0.1)
    assert rate(plan, 0.05) == pytest.approx(0.5)
    assert rate(plan, 0.1) == pytest.approx(1.0)
    assert rate(plan, 0.55) == pytest.approx((1 + 0.01) / 2)
    assert rate(plan, 1.0) == pytest.approx(0.01)
    assert rate(plan, 0.0) > 0


def test_a_run_is_over_by_steps_or_by_processor_time_whichever_is_first():
    plan = Plan(steps=100, cpu_minutes=2)
    assert progress(plan, 50, 30) == pytest.approx(0.5)
    assert progress(plan, 50, 90) == pytest.approx(0.75)
    assert progress(plan, 500, 0) == 1
    assert progress(replace(plan, cpu_minutes=inf), 25, 1e9) == 0.25


def test_it_stops_after_so_many_checks_without_a_better_loss_and_nan_is_never_better():
    stop = EarlyStop(patience=2)
    assert [stop.is_better(loss) for loss in (3.0, 2.0, 2.5)] == [True, True, False]
    assert not stop.is_over
    assert not stop.is_better(nan)
    assert stop.is_over
    assert stop.is_better(1.0)
    assert not stop.is_over


def test_the_average_moves_by_its_decay_and_leaves_the_net_alone():
    net = line()
    before = net.weight.item()
    average = Average(net, decay=0.75)
    with torch.no_grad():
        net.weight.add_(4)
    average.update(net, step=1000)
    assert average.net.weight.item() == pytest.approx(before + 1)
    average.update(net, step=0)  # the first steps are not weighed down: (1 + 0) / 10
    assert average.net.weight.item() == pytest.approx(before + 4 - 0.3)
    assert not average.net.weight.requires_grad


def test_it_learns_keeps_the_best_weights_and_says_what_they_are(tmp_path):
    task, notes = Line(), Notes()
    outcome = Run(task, replace(PLAN, steps=200), tmp_path).train(notes)
    assert outcome.stopped == "done"
    assert outcome.step == 200
    assert outcome.best == min(task.losses) < 0.01
    best = load_file(tmp_path / BEST)
    assert best["weight"].item() == pytest.approx(2, abs=0.2)
    assert best["weight"].dtype == torch.float16
    checks = [step for step, _, of in notes.notes if of == "check"]
    assert checks == list(range(10, 201, 10))
    assert outcome.cpu_s > 0


def test_an_interrupted_run_goes_on_to_the_very_same_weights(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder in (whole, broken):
        folder.mkdir()
    Run(Line(), PLAN, whole).train(Notes())
    first = Run(Line(interrupted_at=27), PLAN, broken).train(Notes())
    assert (first.stopped, first.step) == ("interrupted", 27)
    second = Run(Line(), PLAN, broken).train(Notes())
    assert (second.stopped, second.step) == ("done", 60)
    assert second.cpu_s > first.cpu_s
    kept = [torch.load(folder / CHECKPOINT, weights_only=True) for folder in (whole, broken)]
    for part in ("net", "average"):
        for name, value in kept[0][part].items():
            assert torch.equal(value, kept[1][part][name]), (part, name)
    assert torch.equal(kept[0]["random"], kept[1]["random"])


def test_the_same_seed_gives_the_same_weights_whether_batches_are_made_ahead_or_not(tmp_path):
    weights = []
    for ahead in (0, 3):
        folder = tmp_path / str(ahead)
        folder.mkdir()
        Run(Line(), replace(PLAN, steps=20, ahead=ahead), folder).train(Notes())
        weights.append(load_file(folder / BEST)["weight"])
    assert torch.equal(*weights)


def test_it_stops_early_when_nothing_gets_better(tmp_path):
    task = Line()
    task.figures = lambda net: {"loss": 1.0}
    outcome = Run(task, replace(PLAN, patience=2), tmp_path).train(Notes())
    assert (outcome.stopped, outcome.step) == ("early", 30)


def test_a_loss_that_is_no_number_is_an_error_and_spoils_no_weights(tmp_path):
    with pytest.raises(Diverged, match="after 15 steps"):
        Run(Line(broken_at=15), PLAN, tmp_path).train(Notes())
    assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["numbers"]["step"] == 10
    assert load_file(tmp_path / BEST)["weight"].isfinite().all()


@pytest.mark.parametrize("optimizer", ["adamw", "sgd"])
def test_weight_decay_shrinks_kernels_and_leaves_biases_free(optimizer, tmp_path):
    task = Line()
    task.loss = lambda net, batch: 0 * net(batch[0]).mean()
    with torch.no_grad():
        task.net.weight.fill_(1.0)
        task.net.bias.fill_(1.0)
    plan = replace(PLAN, optimizer=optimizer, weight_decay=0.5, steps=20)
    net = Run(task, plan, tmp_path)
    net.train(Notes())
    assert net.net.weight.item() < 0.9
    assert net.net.bias.item() == 1.0
