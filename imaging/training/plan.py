"""How long and how fast to learn."""

from dataclasses import dataclass
from math import cos, inf, pi
from typing import Literal


@dataclass(frozen=True)
class Plan:
    """Everything that a run is made from besides its task.

    steps, cpu_minutes: whichever is used up first ends the run; minutes are of processor time, so
    that a busy machine takes longer but learns as much. rate: the highest, reached after `warm_up`
    of the run, then a half cosine down to LAST of it. check_every: steps. patience: checks without
    a better loss before it stops early. averaged: decay of the weights' moving average, which is
    what is checked and kept. ahead: batches made by other threads meanwhile, for a GPU.
    """

    steps: int = 20_000
    cpu_minutes: float = inf
    optimizer: Literal["adamw", "sgd"] = "adamw"
    rate: float = 1e-3
    weight_decay: float = 1e-4
    warm_up: float = 0.05
    clip: float = 1.0
    averaged: float = 0.999
    check_every: int = 400
    patience: int = 10
    seed: int = 1
    device: str = "cpu"
    half: bool = True
    ahead: int = 0


LAST = 0.01


def progress(plan: Plan, step: int, cpu_s: float) -> float:
    """Share of the run that is done, in [0, 1]."""
    return min(max(step / plan.steps, cpu_s / 60 / plan.cpu_minutes), 1.0)


def rate(plan: Plan, done: float) -> float:
    """Learning rate when `done` of the run is: up in a line, down in a half cosine."""
    if done < plan.warm_up:
        return plan.rate * max(done / plan.warm_up, LAST)
    share = (done - plan.warm_up) / (1 - plan.warm_up)
    return plan.rate * (LAST + (1 - LAST) * (1 + cos(pi * share)) / 2)


class EarlyStop:
    """Counts checks since the loss was last better."""

    def __init__(self, patience: int, best: float = inf, stale: int = 0) -> None:
        self.patience, self.best, self.stale = patience, best, stale

    def is_better(self, loss: float) -> bool:
        """Whether `loss` is the best so far; remembers it. NaN never is."""
        if loss < self.best:
            self.best, self.stale = loss, 0
            return True
        self.stale += 1
        return False

    @property
    def is_over(self) -> bool:
        """Whether nothing got better for too long."""
        return self.stale >= self.patience
