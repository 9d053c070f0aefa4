"""A moving average of weights: steadier than the weights of any one step."""

from copy import deepcopy

import torch
from torch import nn

WARM = 10  # the decay at step n is at most (1 + n) / (WARM + n), so that the first steps fade fast


class Average:
    """`net` is the average, a net of its own kind that does not learn."""

    def __init__(self, net: nn.Module, decay: float) -> None:
        self.net = deepcopy(net).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, net: nn.Module, step: int) -> None:
        """Move towards the weights of `net` after `step` steps; counters are copied."""
        decay = min(self.decay, (1 + step) / (WARM + step))
        for mean, now in zip(
            self.net.state_dict().values(), net.state_dict().values(), strict=True
        ):
            if mean.is_floating_point():
                mean.lerp_(now, 1 - decay)
            else:
                mean.copy_(now)
