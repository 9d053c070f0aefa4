"""Learning the heads: the task that imaging.training runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from imaging.attributes.sight.calibration import (
    best_temperature,
    calibration_error,
    chances_at,
    least_chance,
    surprise,
)
from imaging.attributes.sight.heads import HEADS
from imaging.attributes.sight.net import HeadsNet
from imaging.attributes.sight.table import UNKNOWN, Table, table, values_of

SMOOTHED = 0.05  # of the truth is shared out: folders are not always right
LABELLED = 0.3  # of a batch are photos labelled by eye, though they are one in eight
NARROWEST = 0.01  # deviations below it are noise


class Rows(NamedTuple):
    """A batch: numbers (N, NUMBERS) and class numbers (N, heads)."""

    numbers: Tensor
    classes: Tensor


@dataclass
class HeadsTask:
    """Rows of the photos in `data`, gone over many times; their numbers are kept in `out`."""

    data: Path
    out: Path
    batch_size: int = 128
    dropout: float = 0.5
    seed: int = 1

    @cached_property
    def table(self) -> Table:
        """All rows."""
        return table(self.data, self.out, self.seed)

    @cached_property
    def net(self) -> nn.Module:
        """A HeadsNet that standardises as the rows to learn from lie."""
        torch.manual_seed(self.seed)
        learnt = torch.from_numpy(self.table.numbers[~self.table.is_held]).float()
        classes = {name: len(values_of(name)) for name in HEADS}
        deviation = learnt.std(0).clamp_min(NARROWEST)
        return HeadsNet(learnt.mean(0), deviation, classes, self.dropout)

    @property
    def said(self) -> Mapping[str, str]:
        """What the weights' file says of them: the classes of each head in order."""
        return {"net": "heads", **{name: ",".join(values_of(name)) for name in HEADS}}

    @cached_property
    def pools(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows to learn from, and those of them that were labelled by eye."""
        learnt = np.flatnonzero(~self.table.is_held)
        return learnt, learnt[(self.table.classes[learnt, 1:] != UNKNOWN).any(1)]

    def batch(self, step: int) -> Rows:
        """See Task."""
        chance = np.random.default_rng((self.seed, step))
        learnt, labelled = self.pools
        many = round(self.batch_size * LABELLED) if len(labelled) else 0
        picked = chance.choice(learnt, self.batch_size - many)
        picked = np.concatenate([picked, chance.choice(labelled, many)]) if many else picked
        return rows_of(self.table, picked)

    def loss(self, net: nn.Module, batch: Rows) -> Tensor:
        """Mean over heads of how surprised they are by what is known."""
        device = next(net.parameters()).device
        scores, truth = net(batch.numbers.to(device)), batch.classes.to(device)
        costs = [surprised(scores[name].float(), truth[:, at]) for at, name in enumerate(HEADS)]
        return torch.stack(costs).sum()

    def figures(self, net: nn.Module) -> Mapping[str, float]:
        """Of photos held out: the loss, and each head's accuracy; category's calibration error.

        Fits the temperatures and thresholds of `net` to them on the way.
        """
        held = rows_of(self.table, np.flatnonzero(self.table.is_held))
        scores = net(held.numbers.to(next(net.parameters()).device))
        told: dict[str, float] = {"loss": 0.0}
        for at, name in enumerate(HEADS):
            is_known = (held.classes[:, at] != UNKNOWN).numpy()
            if not is_known.any():
                continue
            found = scores[name].float().cpu().numpy()[is_known]
            told |= self._fitted(net, at, found, held.classes[:, at].numpy()[is_known])
            told["loss"] += told.pop("surprise")
        return told

    def _fitted(
        self, net: nn.Module, at: int, scores: np.ndarray, truth: np.ndarray
    ) -> dict[str, float]:
        """Temperature and threshold of head number `at`, and how good it then is."""
        name, temperature = HEADS[at], best_temperature(scores, truth)
        chances = chances_at(scores, temperature)
        least = 0.0 if name == "category" else least_chance(chances, truth)
        net.temperature[at], net.least[at] = temperature, least  # type: ignore[index, operator]
        right = chances.argmax(1) == truth
        figures = {"surprise": surprise(chances, truth), name: float(right.mean())}
        if name == "category":
            figures["ece"] = calibration_error(chances.max(1), right)
        return figures


def rows_of(rows: Table, picked: np.ndarray) -> Rows:
    """Rows `picked`, by number, as tensors."""
    numbers = torch.from_numpy(rows.numbers[picked]).float()
    return Rows(numbers, torch.from_numpy(rows.classes[picked]))


def surprised(scores: Tensor, truth: Tensor) -> Tensor:
    """Cross entropy of `scores` (N, classes) over the rows where `truth` (N,) is known."""
    is_known = truth != UNKNOWN
    if not is_known.any():
        return scores.sum() * 0
    cost: Tensor = cross_entropy(scores[is_known], truth[is_known], label_smoothing=SMOOTHED)
    return cost
