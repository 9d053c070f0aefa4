"""What a run leaves on disk: where it is, and the best weights so far. No file is ever half."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import nn

CHECKPOINT = "checkpoint.pt"
BEST = "best.safetensors"


def write_checkpoint(state: Mapping[str, Any], folder: Path) -> None:
    """Keep `state` (tensors and plain numbers) for read_checkpoint."""
    part = folder / f".{CHECKPOINT}"
    torch.save(dict(state), part)
    part.replace(folder / CHECKPOINT)


def read_checkpoint(folder: Path, device: str) -> dict[str, Any]:
    """What write_checkpoint kept, on `device`; nothing in the file is run."""
    state: dict[str, Any] = torch.load(folder / CHECKPOINT, map_location=device, weights_only=True)
    return state


def keep_weights(net: nn.Module, said: Mapping[str, str], folder: Path) -> None:
    """The weights of `net` as safetensors, halves of floats, with what is `said` of them."""
    part = folder / f".{BEST}"
    weights = {name: halved(value).contiguous() for name, value in net.state_dict().items()}
    save_file(weights, part, dict(said))
    part.replace(folder / BEST)


def halved(value: torch.Tensor) -> torch.Tensor:
    """`value` in half the bytes: eleven bits are more than a picture of 256 levels needs."""
    return value.half() if value.is_floating_point() else value
