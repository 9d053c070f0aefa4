"""Learning to restore: the task that imaging.training runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn

from imaging.nets.unet import WIDTHS, RestoringUNet
from imaging.restoration.examples import Examples, drawn, photos_of

SHARP = 1e-3  # Charbonnier's ε: below a quarter of a level the loss is round
CHECKED = 128  # examples held out, always the same ones
LEARNT, HELD_OUT = 0, 1  # first number of an example's key


class Told(NamedTuple):
    """A batch as tensors, pictures (N, 3, H, W) in [0, 1]."""

    damaged: Tensor
    clean: Tensor
    gain: Tensor


@dataclass
class RestoreTask:
    """Crops of the photos in `data`, damaged anew each time, and the net that mends them.

    start: weights of an earlier run that this one begins with.
    """

    data: Path
    kind: str = "plain"
    batch_size: int = 8
    dropout: float = 0.0
    seed: int = 1
    start: Path | None = None

    @cached_property
    def net(self) -> nn.Module:
        """A RestoringUNet of `kind`."""
        torch.manual_seed(self.seed)
        net = RestoringUNet(deformable=self.kind == "deformable", dropout=self.dropout)
        if self.start:
            net.load_state_dict(load_file(self.start))
        return net

    @property
    def said(self) -> Mapping[str, str]:
        """What the weights' file says of them."""
        return {"net": self.kind, "widths": ",".join(map(str, WIDTHS))}

    @cached_property
    def photos(self) -> tuple[list[Path], list[Path]]:
        """Files to learn from and files held out."""
        return photos_of(self.data)

    def batch(self, step: int) -> Examples:
        """See Task."""
        return drawn(self.photos[0], self.batch_size, (self.seed, LEARNT, step))

    def loss(self, net: nn.Module, batch: Examples) -> Tensor:
        """Mean Charbonnier distance from the clean crops; the true gain is told."""
        told = tensors(batch, device_of(net))
        return charbonnier(net(told.damaged, told.gain).float(), told.clean).mean()

    def figures(self, net: nn.Module) -> Mapping[str, float]:
        """The loss and the mean PSNR of crops held out."""
        losses, psnrs = [], []
        for examples in self.held_out:
            told = tensors(examples, device_of(net))
            restored = net(told.damaged, told.gain).clamp(0, 1)
            losses.append(charbonnier(restored, told.clean).mean().item())
            psnrs.append(psnr(restored, told.clean).mean().item())
        return {"loss": float(np.mean(losses)), "psnr": float(np.mean(psnrs))}

    @cached_property
    def held_out(self) -> list[Examples]:
        """Examples of photos that are never learnt from."""
        return list(self._held_out())

    def _held_out(self) -> Iterator[Examples]:
        for index in range(CHECKED // 16):
            yield drawn(self.photos[1], 16, (self.seed, HELD_OUT, index))


def psnr(one: Tensor, other: Tensor) -> Tensor:
    """Peak signal-to-noise ratio of each of (N, 3, H, W) in [0, 1], dB; 60 at most."""
    return -10 * (one - other).square().mean((1, 2, 3)).clamp_min(1e-6).log10()


def charbonnier(one: Tensor, other: Tensor) -> Tensor:
    """√(d² + ε²) of each value: the size of the difference, round at nothing."""
    return ((one - other).square() + SHARP**2).sqrt()


def tensors(examples: Examples, device: torch.device) -> Told:
    """`examples` where the net is."""
    return Told(
        pictures(examples.damaged, device),
        pictures(examples.clean, device),
        torch.from_numpy(examples.gain).to(device),
    )


def pictures(levels: NDArray[np.uint8], device: torch.device) -> Tensor:
    """(N, H, W, 3) uint8 as (N, 3, H, W) float32 in [0, 1], channels last in memory."""
    return torch.from_numpy(levels).to(device).permute(0, 3, 1, 2).float() / 255


def device_of(net: nn.Module) -> torch.device:
    """Where the weights of `net` are."""
    return next(net.parameters()).device
