"""A small residual U-Net for pictures, plain or with deformable convolutions where it is deepest.

After Ronneberger, Fischer and Brox, "U-Net: convolutional networks for biomedical image
segmentation" (MICCAI 2015), and Zhu et al., "Deformable ConvNets v2" (CVPR 2019).

| paper | here |
|---|---|
| contracting path, expanding path | down and shrink (strided convolution), grow and up |
| copy and crop | sum: half the channels to convolve, and nothing to crop |
| two 3×3 convolutions a level | Block: the same two, added to their input |
| Δp_k, Δm_k (DCN v2, eq. 1) | Deformable.moves, Deformable.weighs |
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import pad, relu
from torchvision.ops import deform_conv2d

WIDTHS = (24, 48, 96, 128)  # channels a level, from half the picture's size down to a sixteenth
REACH = 144  # px: what lies further from a pixel does not change it (plain net)
MOST_MOVED = 4.0  # px of its own grid that a deformable convolution may look aside


class Deformable(nn.Module):
    """3×3 convolution that looks where it likes; (N, C, H, W) to the same shape."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width, width, 3, 3))
        self.bias = nn.Parameter(torch.zeros(width))
        self.moves = nn.Conv2d(width, 18, 3, padding=1)
        self.weighs = nn.Conv2d(width, 9, 3, padding=1)
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)
        for conv in (self.moves, self.weighs):  # begins as a plain convolution
            for weight in conv.parameters():
                nn.init.zeros_(weight)

    def forward(self, x: Tensor) -> Tensor:
        moved = MOST_MOVED * torch.tanh(self.moves(x))
        weighed = 2 * torch.sigmoid(self.weighs(x))
        with torch.autocast(x.device.type, enabled=False):  # there is none for bfloat16
            return deform_conv2d(
                x.float(), moved.float(), self.weight, self.bias, padding=1, mask=weighed.float()
            )


class Block(nn.Module):
    """Two 3×3 convolutions added to their input; (N, C, H, W) to the same shape."""

    def __init__(self, width: int, *, deformable: bool = False) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = Deformable(width) if deformable else nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(relu(self.first(x)))


class Doubled(nn.Sequential):
    """To twice the size: (N, C, H, W) to (N, C_out, 2H, 2W)."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__(nn.Conv2d(inside, 4 * outside, 1), nn.PixelShuffle(2))


class RestoringUNet(nn.Module):
    """A damaged photo, and how much lighter it is to become, to the photo restored.

    The photo is multiplied by the gain; the U-Net then adds what is missing, at first nothing.
    """

    def __init__(
        self, widths: Sequence[int] = WIDTHS, *, deformable: bool = False, dropout: float = 0.0
    ) -> None:
        super().__init__()
        pairs = list(pairwise(widths))
        self.multiple = 2 ** len(widths)
        self.enter = nn.Conv2d(3 * 4 + 1, widths[0], 3, padding=1)
        self.down = nn.ModuleList(Block(width) for width in widths[:-1])
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in pairs)
        self.bottom = nn.Sequential(
            Block(widths[-1], deformable=deformable),
            nn.Dropout2d(dropout),
            Block(widths[-1], deformable=deformable),
        )
        self.grow = nn.ModuleList(Doubled(b, a) for a, b in reversed(pairs))
        self.up = nn.ModuleList(Block(width) for width in reversed(widths[:-1]))
        self.leave = nn.Conv2d(widths[0], 3 * 4, 3, padding=1)
        for weight in self.leave.parameters():
            nn.init.zeros_(weight)

    def forward(self, photo: Tensor, gain: Tensor) -> Tensor:
        """The photo restored, not clipped, of the same shape.

        photo: (N, 3, H, W) sRGB in [0, 1], any size. gain: (N,), natural log of what its levels
        are to be multiplied by, 0 for a photo as light as it should be; one for the whole photo
        even where `photo` is a part of it.
        """
        height, width = photo.shape[-2:]
        size = (0, -width % self.multiple, 0, -height % self.multiple)
        lit = pad(photo * gain.exp()[:, None, None, None], size, mode="replicate")
        told = gain[:, None, None, None].expand(-1, 1, lit.shape[2] // 2, lit.shape[3] // 2)
        inside = torch.cat((nn.functional.pixel_unshuffle(lit, 2), told), 1)
        added = nn.functional.pixel_shuffle(self.leave(self._added(self.enter(inside))), 2)
        return (lit + added)[..., :height, :width]

    def _added(self, x: Tensor) -> Tensor:
        kept = []
        for block, shrink in zip(self.down, self.shrink, strict=True):
            kept.append(block(x))
            x = shrink(kept[-1])
        x = self.bottom(x)
        for block, grow in zip(self.up, self.grow, strict=True):
            x = block(grow(x) + kept.pop())
        return x
