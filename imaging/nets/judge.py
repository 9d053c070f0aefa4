"""A small net that judges a whole photo by a few numbers: how dark it came out, and how damaged."""

import torch
from torch import Tensor, nn

SEEN = 13  # numbers: imaging.restoration.sight
WIDTH = 48


class Judge(nn.Sequential):
    """(N, SEEN) to (N, 2): natural log of the gain that the levels lack, and of the harm done.

    Harm is the root mean square, in levels, of what noise, JPEG and lens changed.
    """

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__(
            nn.Linear(SEEN, WIDTH),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(WIDTH, WIDTH),
            nn.ReLU(),
            nn.Linear(WIDTH, 2),
        )

    def judged(self, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Gain, 0 or more, and harm in levels, (N,) each."""
        gain, harm = self(seen).unbind(1)
        return gain.clamp_min(0), torch.exp(harm.clamp(-2, 5))
