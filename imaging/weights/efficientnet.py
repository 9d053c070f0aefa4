"""EfficientNet-Lite2 from its published PyTorch checkpoint as an ONNX graph, picture to features.

Tan and Le, "EfficientNet: Rethinking model scaling for convolutional neural networks", ICML 2019;
Lite is its variant without squeeze-and-excitation, with ReLU6, and with the stem and the head left
at their width. Batch norms become part of the convolutions they follow. The checkpoint's own code
is never run: its tensors are read by name.

| paper, table 1 | here |
|---|---|
| stage 1, Conv3×3 | stem |
| stages 2 to 8, MBConv | STAGES: kernel, stride, blocks |
| stage 9, Conv1×1 and pooling | head, "features" |
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from imaging.weights.ncnn import IR_VERSION, OPSET

F32 = NDArray[np.float32]

SIDE = 260  # px
OUTPUTS = {"features": 1280, "texture": 720, "places": 208 * 9}
EPSILON = np.float32(1e-3)  # of the batch norms, as it was trained
MIDDLE = 15  # a block whose inner maps, 17 × 17, still tell weave from print; it leaves 9 × 9 px


class Stage(NamedTuple):
    """Blocks alike; only the first of them strides."""

    kernel: int
    stride: int
    blocks: int


STAGES = (
    Stage(3, 1, 1),
    Stage(3, 2, 3),
    Stage(5, 2, 3),
    Stage(3, 2, 4),
    Stage(5, 1, 4),
    Stage(5, 2, 5),
    Stage(3, 1, 1),
)


def onnx_of(checkpoint: bytes) -> bytes:
    """An ONNX file of the net whose tensors are in `checkpoint`, a PyTorch state dictionary.

    Input "picture" (N, 3, SIDE, SIDE). Outputs: "features" (N, 1280), the mean over places of what
    ImageNet's classes were told from; "texture" (N, 720), the same of maps half as deep; "places"
    (N, 1872), maps a little deeper, 3 × 3 places each: what is a sleeve must be at the side.
    Raises KeyError for another net's checkpoint.
    """
    import torch  # only where the net is made

    state = torch.load(io.BytesIO(checkpoint), map_location="cpu", weights_only=True)
    return Builder({name: value.numpy() for name, value in state.items()}).file()


class Builder:
    """The graph so far."""

    def __init__(self, state: Mapping[str, NDArray[Any]]) -> None:
        self.state = state
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def file(self) -> bytes:
        """The whole net."""
        at = self.relu6(self.convolved("picture", "_conv_stem", "_bn0", stride=2))
        for index, (kernel, stride) in enumerate(blocks()):
            at = self.block(at, f"_blocks.{index}", kernel, stride)
        at = self.relu6(self.convolved(at, "_conv_head", "_bn1"))
        self.pooled(at, "features")
        self.pooled(f"_blocks.{MIDDLE}._bn0.relu", "texture")
        ninths = {"kernel_shape": [3, 3], "strides": [3, 3]}
        self.add("AveragePool", [f"_blocks.{MIDDLE}._bn2"], "ninths", **ninths)
        self.add("Flatten", ["ninths"], "places", axis=1)
        return self._serialized()

    def block(self, entering: str, name: str, kernel: int, stride: int) -> str:
        """MBConv: wider, across the plane, narrower, added to what came in where it fits."""
        at = entering
        if f"{name}._expand_conv.weight" in self.state:
            at = self.relu6(self.convolved(at, f"{name}._expand_conv", f"{name}._bn0"))
        at = self.convolved(at, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride)
        at = self.convolved(self.relu6(at), f"{name}._project_conv", f"{name}._bn2")
        if stride == 1 and self.width_in(name) == self.width_out(name):
            self.add("Add", [at, entering], f"{name}.sum")
            return f"{name}.sum"
        return at

    def width_in(self, name: str) -> int:
        """Channels that enter block `name`; the first one has nothing that widens it."""
        widening = self.state.get(f"{name}._expand_conv.weight")
        entered = widening if widening is not None else self.state[f"{name}._project_conv.weight"]
        return int(entered.shape[1])

    def width_out(self, name: str) -> int:
        """Channels that leave block `name`."""
        return int(self.state[f"{name}._project_conv.weight"].shape[0])

    def convolved(self, entering: str, name: str, norm: str, stride: int = 1) -> str:
        """A convolution with its batch norm folded in."""
        weight = self.state[f"{name}.weight"]
        scale, bias = folded(*(self.state[f"{norm}.{part}"] for part in NORM))
        kernel = weight.shape[2]
        groups = weight.shape[0] if weight.shape[1] == 1 else 1
        names = [
            self.constant(f"{name}.weight", weight * scale[:, None, None, None]),
            self.constant(f"{name}.bias", bias),
        ]
        # TensorFlow's "same": where the padding is odd, the further row and column get more.
        how = {"auto_pad": "SAME_UPPER", "kernel_shape": [kernel] * 2, "strides": [stride] * 2}
        self.add("Conv", [entering, *names], norm, group=groups, **how)
        return norm

    def relu6(self, entering: str) -> str:
        """Clipped to [0, 6]."""
        limits = [self.scalar("zero", 0), self.scalar("six", 6)]
        self.add("Clip", [entering, *limits], f"{entering}.relu")
        return f"{entering}.relu"

    def pooled(self, entering: str, name: str) -> None:
        """The mean over places, as output `name`."""
        self.add("ReduceMean", [entering], name, axes=[2, 3], keepdims=0)

    def add(self, kind: str, inputs: list[str], output: str, **said: Any) -> None:
        self.nodes.append(helper.make_node(kind, inputs, [output], **said))

    def constant(self, name: str, values: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def scalar(self, name: str, value: float) -> str:
        """A number that many nodes share."""
        if all(made.name != name for made in self.constants):
            self.constant(name, np.array(value, np.float32))
        return name

    def _serialized(self) -> bytes:
        picture = helper.make_tensor_value_info(
            "picture", TensorProto.FLOAT, ["batch", 3, SIDE, SIDE]
        )
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", size])
            for name, size in OUTPUTS.items()
        ]
        graph = helper.make_graph(
            self.nodes, "efficientnet-lite2", [picture], outputs, self.constants
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
        )
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


NORM = ("weight", "bias", "running_mean", "running_var")


def blocks() -> Iterator[tuple[int, int]]:
    """Kernel and stride of every block in order."""
    for stage in STAGES:
        for index in range(stage.blocks):
            yield stage.kernel, stage.stride if index == 0 else 1


def folded(weight: F32, bias: F32, mean: F32, variance: F32) -> tuple[F32, F32]:
    """A batch norm as a factor and a summand of each channel."""
    scale = weight / np.sqrt(variance + EPSILON)
    return np.asarray(scale, np.float32), np.asarray(bias - mean * scale, np.float32)
