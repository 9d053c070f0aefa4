"""Figures of a run: for TensorBoard, and a line a check for people."""

import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol

EVERY = 20  # steps between points of the training curve


class Log(Protocol):
    """Where figures go."""

    def add(self, step: int, figures: Mapping[str, float], of: str) -> None:
        """Note `figures` of "train" or "check" after `step`."""
        ...


class TensorBoardLog:
    """Curves in `folder`, for `tensorboard --logdir`; checks are printed as well."""

    def __init__(self, folder: Path) -> None:
        from torch.utils.tensorboard import SummaryWriter  # slow, and only training has it

        self.writer = SummaryWriter(str(folder))

    def add(self, step: int, figures: Mapping[str, float], of: str) -> None:
        """See Log."""
        if of == "train" and step % EVERY:
            return
        for name, figure in figures.items():
            self.writer.add_scalar(f"{of}/{name}", figure, step)
        if of != "train":
            said = "  ".join(f"{name} {figure:.5g}" for name, figure in figures.items())
            print(f"{step:7d}  {said}", file=sys.stderr, flush=True)
            self.writer.flush()

    def __enter__(self) -> "TensorBoardLog":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.writer.close()
