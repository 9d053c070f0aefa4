"""U²-Net (Qin et al., "U²-Net: Going deeper with nested U-structure for salient object detection",
Pattern Recognition 106, 2020), full and small, in torch: for a GPU and for training.

| paper | here |
|---|---|
| RSU-L(C_in, M, C_out), Fig. 4 | RSU(length, Widths(inside, middle, outside)) |
| RSU-4F, dilated instead of pooled | RSU4F |
| En_1 … En_6, De_5 … De_1, Fig. 5 | encoder, decoder |
| S_side, S_fuse | sides, fuse |
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn.functional import interpolate, max_pool2d

from imaging.nets.saliency import F32, U8, saliency_input


class Widths(NamedTuple):
    """Channels that go into a block, work inside it, and come out."""

    inside: int
    middle: int
    outside: int


FULL_ENCODER = (
    Widths(3, 32, 64),
    Widths(64, 32, 128),
    Widths(128, 64, 256),
    Widths(256, 128, 512),
    Widths(512, 256, 512),
    Widths(512, 256, 512),
)
FULL_DECODER = (
    Widths(1024, 256, 512),
    Widths(1024, 128, 256),
    Widths(512, 64, 128),
    Widths(256, 32, 64),
    Widths(128, 16, 64),
)
SMALL_ENCODER = (Widths(3, 16, 64), *[Widths(64, 16, 64)] * 5)
SMALL_DECODER = (Widths(128, 16, 64),) * 5


class ConvBNReLU(nn.Sequential):
    """3×3 convolution, batch norm, ReLU; (N, C_in, H, W) to (N, C_out, H, W)."""

    def __init__(self, inside: int, outside: int, dilation: int = 1) -> None:
        super().__init__(
            nn.Conv2d(inside, outside, 3, padding=dilation, dilation=dilation),
            nn.BatchNorm2d(outside),
            nn.ReLU(inplace=True),
        )


class RSU(nn.Module):
    """Residual U-block of `length` levels: a small U-Net added to its own input."""

    def __init__(self, length: int, widths: Widths) -> None:
        super().__init__()
        inside, middle, outside = widths
        self.enter = ConvBNReLU(inside, outside)
        down = [ConvBNReLU(middle, middle) for _ in range(length - 2)]
        self.down = nn.ModuleList([ConvBNReLU(outside, middle), *down])
        self.bottom = ConvBNReLU(middle, middle, dilation=2)
        up = [ConvBNReLU(2 * middle, middle) for _ in range(length - 2)]
        self.up = nn.ModuleList([*up, ConvBNReLU(2 * middle, outside)])

    def forward(self, x: Tensor) -> Tensor:
        """(N, C_in, H, W) to (N, C_out, H, W)."""
        entered = x = self.enter(x)
        levels = [x := self.down[0](x)]
        levels += [x := conv(_halved(x)) for conv in self.down[1:]]
        x = self.bottom(x)
        for conv, level in zip(self.up, reversed(levels), strict=True):
            x = conv(torch.cat([_like(x, level), level], 1))
        return x + entered


class RSU4F(nn.Module):
    """Residual U-block whose levels are dilated instead of pooled, for maps already small."""

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        inside, middle, outside = widths
        self.enter = ConvBNReLU(inside, outside)
        first = ConvBNReLU(outside, middle)
        self.down = nn.ModuleList([first, *[ConvBNReLU(middle, middle, d) for d in (2, 4)]])
        self.bottom = ConvBNReLU(middle, middle, 8)
        up = [ConvBNReLU(2 * middle, middle, d) for d in (4, 2)]
        self.up = nn.ModuleList([*up, ConvBNReLU(2 * middle, outside)])

    def forward(self, x: Tensor) -> Tensor:
        """(N, C_in, H, W) to (N, C_out, H, W)."""
        entered = x = self.enter(x)
        levels = [x := conv(x) for conv in self.down]
        x = self.bottom(x)
        for conv, level in zip(self.up, reversed(levels), strict=True):
            x = conv(torch.cat([x, level], 1))
        return x + entered


class U2Net(nn.Module):
    """Saliency from (N, 3, H, W) float32, ImageNet-normalised (see nets.saliency)."""

    def __init__(self, encoder: tuple[Widths, ...], decoder: tuple[Widths, ...]) -> None:
        super().__init__()
        # Modules are registered in the order in which they run: load_onnx relies on it.
        pooled = [RSU(7 - i, widths) for i, widths in enumerate(encoder[:4])]
        self.encoder = nn.ModuleList([*pooled, *[RSU4F(widths) for widths in encoder[4:]]])
        pooled = [RSU(4 + i, widths) for i, widths in enumerate(decoder[1:])]
        self.decoder = nn.ModuleList([RSU4F(decoder[0]), *pooled])
        outputs = [widths.outside for widths in (*reversed(decoder), encoder[-1])]
        self.sides = nn.ModuleList([nn.Conv2d(width, 1, 3, padding=1) for width in outputs])
        self.fuse = nn.Conv2d(len(outputs), 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """S_fuse, (N, 1, H, W) in [0, 1], for (N, 3, H, W)."""
        frame = x
        levels = [x := self.encoder[0](x)]
        levels += [x := block(_halved(x)) for block in self.encoder[1:]]
        maps = [levels.pop()]
        for block, level in zip(self.decoder, reversed(levels), strict=True):
            maps.append(block(torch.cat([_like(maps[-1], level), level], 1)))
        sides = [side(found) for side, found in zip(self.sides, reversed(maps), strict=True)]
        return torch.sigmoid(self.fuse(torch.cat([_like(side, frame) for side in sides], 1)))


def u2net() -> U2Net:
    """U²-Net, 44.0 million parameters, random."""
    return U2Net(FULL_ENCODER, FULL_DECODER)


def u2netp() -> U2Net:
    """U²-Net-p, 1.13 million parameters, random."""
    return U2Net(SMALL_ENCODER, SMALL_DECODER)


def load_onnx(path: Path) -> U2Net:
    """The net of an exported ONNX file, in evaluation mode.

    The export folded each batch norm into its convolution; here it stays as the identity.
    Raises ValueError when the file holds another net.
    """
    weights = _convolutions(path)
    small = sum(weight.size for weight, _ in weights) < 2_000_000
    net = u2netp() if small else u2net()
    convolutions = [module for module in net.modules() if isinstance(module, nn.Conv2d)]
    with torch.no_grad():
        for convolution, (weight, bias) in zip(convolutions, weights, strict=True):
            _fill(convolution, weight, bias)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d) and module.running_var is not None:
            nn.init.constant_(module.running_var, 1 - module.eps)
    return net.eval()


def _convolutions(path: Path) -> list[tuple[F32, F32]]:
    """Weight and bias of each convolution of the file, in the order in which they run."""
    graph = onnx.load(path).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes = [node for node in graph.node if node.op_type == "Conv"]
    return [(arrays[node.input[1]], arrays[node.input[2]]) for node in nodes]


def _fill(convolution: nn.Conv2d, weight: F32, bias: F32) -> None:
    if convolution.weight.shape != weight.shape or convolution.bias is None:
        raise ValueError(f"expected {tuple(convolution.weight.shape)}, got {weight.shape}")
    convolution.weight.copy_(torch.from_numpy(weight.copy()))
    convolution.bias.copy_(torch.from_numpy(bias.copy()))


def _halved(x: Tensor) -> Tensor:
    return max_pool2d(x, 2, stride=2, ceil_mode=True)


def _like(x: Tensor, other: Tensor) -> Tensor:
    """`x` resized bilinearly to the height and width of `other`."""
    return interpolate(x, size=other.shape[2:], mode="bilinear", align_corners=False)


class TorchSaliency:
    """U²-Net in torch, on a GPU where there is one."""

    backend = "torch"

    def __init__(self, path: Path) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.net = load_onnx(path).to(self.device)

    @torch.inference_mode()
    def predict(self, image: U8) -> F32:
        """See nets.saliency.SaliencyNet.predict."""
        found = self.net(torch.from_numpy(saliency_input(image)).to(self.device))
        return np.asarray(found[0, 0].cpu().numpy(), np.float32)
