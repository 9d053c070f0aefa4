"""A small net that judges a whole photo: how dark it came out, and how damaged.

Harm is told by a few numbers; for light it is also shown a thumbnail, for what is in the photo
tells how light it should be: a black coat is no night.
"""

import torch
from torch import Tensor, nn

SEEN = 13  # numbers: imaging.restoration.sight
WIDTH = 24
# Natural logs of the gains that levels may lack. Each has a likelihood of its own, for a photo that
# is either dark or as it should be is not the same as one that is surely a little dark.
GAINS = tuple(0.1 * step for step in range(25))


class Judge(nn.Module):
    """(N, SEEN) numbers and (N, 3, 32, 32) thumbnails, sRGB in [0, 1], to (N, len(GAINS) + 1).

    Scores of GAINS, before softmax, and natural log of the harm done: the root mean square, in
    levels, of what noise, JPEG and lens changed.
    """

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.scale = nn.BatchNorm1d(SEEN, affine=False)
        self.look = nn.Sequential(
            nn.Conv2d(3, WIDTH, 3, 2, 1),
            nn.ReLU(),
            nn.Conv2d(WIDTH, 2 * WIDTH, 3, 2, 1),
            nn.ReLU(),
            nn.Dropout2d(dropout / 2),
            nn.Conv2d(2 * WIDTH, 3 * WIDTH, 3, 2, 1),
            nn.ReLU(),
            nn.Dropout2d(dropout / 2),
        )
        self.weigh = nn.Sequential(
            nn.Linear(SEEN + 6 * WIDTH, 64),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(64, len(GAINS)),
        )
        self.harm = nn.Sequential(
            nn.Linear(SEEN, 2 * WIDTH),
            nn.ReLU(),
            nn.Linear(2 * WIDTH, 2 * WIDTH),
            nn.ReLU(),
            nn.Linear(2 * WIDTH, 1),
        )

    def forward(self, seen: Tensor, thumbnail: Tensor) -> Tensor:
        looked = self.look(4 * thumbnail - 2)
        found = (self.scale(seen), looked.mean((2, 3)), looked.amax((2, 3)))
        return torch.cat((self.weigh(torch.cat(found, 1)), self.harm(seen)), 1)

    def judged(self, seen: Tensor, thumbnail: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(N,) each: log of the gain, the mean of what is likely; how likely it is that there is
        any; harm in levels.
        """
        scores = self(seen, thumbnail)
        likely = scores[:, :-1].softmax(1)
        return expected(likely), 1 - likely[:, 0], torch.exp(scores[:, -1].clamp(-2, 5))


def expected(likely: Tensor) -> Tensor:
    """The mean of GAINS by how `likely` (N, len(GAINS)) they are, (N,)."""
    return likely @ torch.tensor(GAINS, device=likely.device)
