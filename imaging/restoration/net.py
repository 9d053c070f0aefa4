"""The nets of restoration in use: pixels in, pixels or a judgement out."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import load_file

from imaging.nets.judge import Judge
from imaging.nets.unet import REACH, RestoringUNet
from imaging.restoration.sight import seen, thumbnail

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]


class Judgement(NamedTuple):
    """gain: natural log of what the levels are to be multiplied by. dark: how likely it is that
    they are to be at all, in [0, 1]. harm: r.m.s. in levels.
    """

    gain: float
    dark: float
    harm: float


class PhotoJudge:
    """A Judge of whole photos."""

    def __init__(self, net: Judge) -> None:
        self.net = net.eval().requires_grad_(False)

    @classmethod
    def load(cls, path: Path) -> "PhotoJudge":
        """The judge whose weights are in `path`."""
        net = Judge()
        net.load_state_dict(load_file(path))
        return cls(net)

    @torch.inference_mode()
    def judge(self, photo: U8) -> Judgement:
        """How dark and how damaged `photo` (H, W, 3) is."""
        small = torch.from_numpy(thumbnail(photo)).permute(2, 0, 1)[None].float() / 255
        judged = self.net.judged(torch.from_numpy(seen(photo))[None], small)
        return Judgement(*(float(value) for value in judged))


class RestoringNet:
    """`net` on `device`; `reach`: px, what lies further from a pixel does not change it."""

    reach = REACH

    def __init__(self, net: RestoringUNet, device: str) -> None:
        self.device = device
        self.net = net.eval().requires_grad_(False).to(device)
        self.net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    @classmethod
    def load(cls, path: Path) -> "RestoringNet":
        """The net of `path`, which says what kind it is; on a GPU where there is one."""
        with safe_open(path, "pt") as file:
            said = file.metadata()
        widths = [int(width) for width in said["widths"].split(",")]
        net = RestoringUNet(widths, deformable=said["net"] == "deformable")
        net.load_state_dict(load_file(path))
        return cls(net, "cuda" if torch.cuda.is_available() else "cpu")

    @torch.inference_mode()
    def restored(self, part: U8, gain: float) -> F32:
        """`part` (H, W, 3) of a photo restored, (H, W, 3) sRGB, 1 is white, not clipped."""
        levels = torch.from_numpy(np.array(part)).to(self.device)
        picture = levels.permute(2, 0, 1)[None].float() / 255
        made = self.net(picture, torch.tensor([gain], dtype=torch.float32, device=self.device))
        return np.asarray(made[0].permute(1, 2, 0).cpu().numpy(), np.float32)
