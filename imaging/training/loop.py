"""The loop: learn, check, keep the best, stop in time, go on where it was interrupted."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from itertools import count
from math import isfinite
from pathlib import Path
from typing import Any

import torch
from torch import nn

from imaging.training.average import Average
from imaging.training.keeping import CHECKPOINT, keep_weights, read_checkpoint, write_checkpoint
from imaging.training.log import Log
from imaging.training.plan import EarlyStop, Plan, progress, rate
from imaging.training.task import Task


class Diverged(RuntimeError):
    """The loss is no number any more: a smaller rate may help."""


@dataclass(frozen=True)
class Outcome:
    """What a run came to. cpu_s, wall_s: of all its parts, if it was resumed."""

    step: int
    best: float
    cpu_s: float
    wall_s: float
    stopped: str  # "done", "early" or "interrupted"


class Run:
    """One run of `task` by `plan` in `folder`."""

    def __init__(self, task: Task, plan: Plan, folder: Path) -> None:
        torch.manual_seed(plan.seed)
        self.task, self.plan, self.folder = task, plan, folder
        self.net = task.net.to(plan.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = Average(self.net, plan.averaged)
        self.optimizer = optimizer_of(self.net, plan)
        self.stop = EarlyStop(plan.patience)
        self.step, self.cpu_s, self.wall_s = 0, 0.0, 0.0
        if (folder / CHECKPOINT).is_file():
            self._resume()

    def train(self, log: Log) -> Outcome:
        """Learn until the plan is used up, nothing gets better, or Ctrl-C; then say how it went.

        Raises Diverged.
        """
        stopped = "interrupted"
        with suppress(KeyboardInterrupt):
            stopped = self._train(log)
        self.checkpoint()
        return Outcome(self.step, self.stop.best, self.cpu_s, self.wall_s, stopped)

    def _train(self, log: Log) -> str:
        clock = Clock()
        for batch in batches(self.task, self.step, self.plan.ahead):
            self._learn(batch, log)
            self.cpu_s, self.wall_s = clock.added_to(self.cpu_s, self.wall_s)
            is_over = progress(self.plan, self.step, self.cpu_s) >= 1
            if is_over or self.step % self.plan.check_every == 0:
                self._check(log)
            if is_over or self.stop.is_over:
                return "done" if is_over else "early"
        return "done"

    def _learn(self, batch: Any, log: Log) -> None:
        speed = rate(self.plan, progress(self.plan, self.step, self.cpu_s))
        for group in self.optimizer.param_groups:
            group["lr"] = speed
        self.net.train()
        with self._precision():
            loss = self.task.loss(self.net, batch)
        if not isfinite(loss.item()):
            raise Diverged(f"the loss is {loss.item()} after {self.step} steps")
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), self.plan.clip)
        self.optimizer.step()
        self.step += 1
        self.average.update(self.net, self.step)
        log.add(self.step, {"loss": loss.item(), "rate": speed}, "train")

    def _check(self, log: Log) -> None:
        with torch.inference_mode():
            figures = dict(self.task.figures(self.average.net))
        if self.stop.is_better(figures["loss"]):
            keep_weights(self.average.net, self.task.said, self.folder)
        log.add(self.step, {**figures, "cpu_min": self.cpu_s / 60}, "check")
        self.checkpoint()

    def _precision(self) -> AbstractContextManager[None]:
        kind = torch.device(self.plan.device).type
        return torch.autocast(kind, torch.bfloat16, enabled=self.plan.half)

    def checkpoint(self) -> None:
        """Keep everything that the next run needs to go on as if there had been no break."""
        state = {
            "net": self.net.state_dict(),
            "average": self.average.net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "numbers": {
                "step": self.step,
                "cpu_s": self.cpu_s,
                "wall_s": self.wall_s,
                "best": self.stop.best,
                "stale": self.stop.stale,
            },
            "random": torch.get_rng_state(),
        }
        write_checkpoint(state, self.folder)

    def _resume(self) -> None:
        state = read_checkpoint(self.folder, self.plan.device)
        self.net.load_state_dict(state["net"])
        self.average.net.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        numbers = state["numbers"]
        self.step, self.cpu_s, self.wall_s = (numbers[n] for n in ("step", "cpu_s", "wall_s"))
        self.stop = EarlyStop(self.plan.patience, numbers["best"], numbers["stale"])
        torch.set_rng_state(state["random"].cpu())


class Clock:
    """Processor and wall seconds since it was last read."""

    def __init__(self) -> None:
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def added_to(self, cpu_s: float, wall_s: float) -> tuple[float, float]:
        """Both sums with what went by since last time."""
        cpu, wall = time.process_time(), time.perf_counter()
        sums = cpu_s + cpu - self.cpu, wall_s + wall - self.wall
        self.cpu, self.wall = cpu, wall
        return sums


def optimizer_of(net: nn.Module, plan: Plan) -> torch.optim.Optimizer:
    """What moves the weights; only matrices and kernels decay, biases are free."""
    weights = list(net.parameters())
    groups = [
        {"params": [w for w in weights if w.ndim > 1], "weight_decay": plan.weight_decay},
        {"params": [w for w in weights if w.ndim <= 1], "weight_decay": 0.0},
    ]
    if plan.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=plan.rate, momentum=0.9, nesterov=True)
    return torch.optim.AdamW(groups, lr=plan.rate)


def batches(task: Task, first: int, ahead: int) -> Iterator[Any]:
    """The batches of step `first` and after, without end; `ahead` of them made by other threads."""
    if not ahead:
        yield from (task.batch(step) for step in count(first))
        return
    with ThreadPoolExecutor(ahead) as pool:
        waiting = [pool.submit(task.batch, first + step) for step in range(ahead)]
        for step in count(first + ahead):
            yield waiting.pop(0).result()
            waiting.append(pool.submit(task.batch, step))
