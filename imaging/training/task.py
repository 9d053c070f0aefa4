"""What the loop asks of whatever is to be learnt."""

from collections.abc import Mapping
from typing import Any, Protocol

from torch import Tensor, nn


class Task(Protocol):
    """A net, what it learns from, and how wrong it is."""

    @property
    def net(self) -> nn.Module:
        """What learns. The loop moves it to the device and switches train and eval."""
        ...

    @property
    def said(self) -> Mapping[str, str]:
        """What the file of the weights says of them, for whoever loads it: kind, widths …"""
        ...

    def batch(self, step: int) -> Any:
        """The examples of `step`; a function of the step alone, so that a run can be resumed.

        Called from another thread where plan.ahead is not 0.
        """
        ...

    def loss(self, net: nn.Module, batch: Any) -> Tensor:
        """How wrong `net` is on `batch`, a scalar to make small. Moves the batch to the net."""
        ...

    def figures(self, net: nn.Module) -> Mapping[str, float]:
        """How good `net` is on examples held out; "loss" among them decides, smaller is better."""
        ...
