"""The heads as they learn; imaging.attributes.sight.heads is how they serve."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from imaging.attributes.model import Name
from imaging.attributes.sight.heads import FARTHEST, HEADS, STEEP

HIDDEN = 192


class HeadsNet(nn.Module):
    """(N, numbers + 1) to scores (N, classes) for each head: a hidden layer, and a way past it."""

    mean: Tensor
    deviation: Tensor
    temperature: Tensor
    least: Tensor

    def __init__(
        self, mean: Tensor, deviation: Tensor, classes: Mapping[Name, int], dropout: float
    ) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        # Not learnt with the weights but fitted to photos held out, at every check.
        self.register_buffer("temperature", torch.ones(len(HEADS)))
        self.register_buffer("least", torch.zeros(len(HEADS)))
        looks = len(mean) - 1  # the last one is tallness
        self.hidden = nn.Linear(looks, HIDDEN)
        seen = dict.fromkeys(classes, HIDDEN + looks) | {"length": 2 * classes["category"]}
        self.heads = nn.ModuleDict(
            {name: unsaid(seen[name], count) for name, count in classes.items()}
        )
        self.before, self.after = nn.Dropout(dropout * 0.4), nn.Dropout(dropout)

    def forward(self, numbers: Tensor) -> dict[str, Tensor]:
        """Scores before temperature and softmax."""
        standard = ((numbers.float() - self.mean) / self.deviation).clamp(-FARTHEST, FARTHEST)
        looks = self.before(standard[:, :-1])
        both = torch.cat([self.after(self.hidden(looks).relu()), looks], dim=1)
        scores = {name: head(both) for name, head in self.heads.items() if name != "length"}
        # Length learns from what category says and has no say in it.
        category = (scores["category"].detach() / self.temperature[0]).softmax(1)
        form = STEEP * torch.cat([category, category * standard[:, -1:]], dim=1)
        return scores | {"length": self.heads["length"](form)}


def unsaid(numbers: int, classes: int) -> nn.Linear:
    """A head that has no opinion yet."""
    head = nn.Linear(numbers, classes)
    nn.init.zeros_(head.weight)
    return head
