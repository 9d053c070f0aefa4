"""ncnn's net files read as ONNX graphs: its text of layers (.param) and its weights (.bin).

Only the layers that the registry's nets are made of are known; another one is refused by name.
The layers and their numbered parameters are those of ncnn's documentation (operation parameters
and weight file format, github.com/Tencent/ncnn/wiki).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

F32 = NDArray[np.float32]

MAGIC = "7767517"
HALF_FLOATS = 0x01306B47  # the tag before weights kept as float16; 0 tells float32
OPSET, IR_VERSION = 17, 8  # pinned, so that the same net is the same file
RELU, LEAKY_RELU = "1", "2"
ARITHMETIC = {"0": "Add", "1": "Sub", "2": "Mul"}


@dataclass(frozen=True)
class Layer:
    """One line of a .param file. said: its parameters by number; lists have numbers from -23300."""

    kind: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    said: dict[str, str]


class Weights:
    """A .bin file, read from front to back in the order of the layers."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def tagged(self, count: int) -> F32:
        """The next `count` weights, in the precision that their tag tells."""
        tag = int(self._take(np.uint32, 1)[0])
        if tag not in (0, HALF_FLOATS):
            raise ValueError(f"weights of an unknown kind: {tag:#x}")
        values = self._take(np.float16 if tag else np.float32, count).astype(np.float32)
        self.at += -self.at % 4  # halves are padded to whole words
        return values

    def plain(self, count: int) -> F32:
        """The next `count` float32 without a tag."""
        return self._take(np.float32, count).astype(np.float32)

    def _take(self, kind: type, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


class Graph:
    """The ONNX nodes and weights made so far."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def add(self, kind: str, inputs: tuple[str, ...], output: str, **said: Any) -> None:
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **said))

    def constant(self, name: str, values: F32) -> str:
        self.constants.append(numpy_helper.from_array(values, name))
        return name


def onnx_of(param: str, binary: bytes) -> bytes:
    """An ONNX file of the net in `param` and `binary`, picture in, picture out.

    Raises ValueError for a layer that is not known here, or weights that are not of this net.
    """
    layers = list(layers_of(param))
    graph = Graph(Weights(binary))
    for layer in layers:
        if layer.kind not in READERS:
            raise ValueError(f"ncnn layer {layer.kind} ({layer.name}) is not known here")
        READERS[layer.kind](layer, graph)
    if graph.weights.at != len(graph.weights.data):
        raise ValueError("the weights are not those of this net")
    return _file(graph, layers[0].outputs[0], layers[-1].outputs[0])


def layers_of(text: str) -> Iterator[Layer]:
    """The layers of a .param file's `text`. Raises ValueError where it is none."""
    lines = text.splitlines()
    if lines[0] != MAGIC:
        raise ValueError("this is not an ncnn .param file")
    for line in lines[2:]:
        kind, name, inputs, outputs, *rest = line.split()
        ends = int(inputs) + int(outputs)
        said = dict(part.split("=", 1) for part in rest[ends:])
        yield Layer(kind, name, tuple(rest[: int(inputs)]), tuple(rest[int(inputs) : ends]), said)


def _file(graph: Graph, first: str, last: str) -> bytes:
    sizes: tuple[list[str | int | None], ...] = (
        ["batch", 3, "height", "width"],
        ["batch", 3, "height_out", "width_out"],
    )
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, size)
        for name, size in zip((first, last), sizes, strict=True)
    ]
    made = helper.make_graph(graph.nodes, "net", ends[:1], ends[1:], graph.constants)
    model = helper.make_model(
        made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _input(layer: Layer, graph: Graph) -> None:
    """The picture: named by the layer's output alone."""


def _memory(layer: Layer, graph: Graph) -> None:
    # ncnn writes (width, height, channels); only one value for each channel is known here.
    values = graph.weights.plain(int(layer.said["2"]))
    graph.constant(layer.outputs[0], values.reshape(1, -1, 1, 1))


def _split(layer: Layer, graph: Graph) -> None:
    for output in layer.outputs:
        graph.add("Identity", layer.inputs, output)


def _convolution(layer: Layer, graph: Graph) -> None:
    width, kernel = int(layer.said["0"]), int(layer.said["1"])
    weight = graph.weights.tagged(int(layer.said["6"])).reshape(width, -1, kernel, kernel)
    names = [graph.constant(f"{layer.name}.weight", weight)]
    if layer.said.get("5") == "1":
        names.append(graph.constant(f"{layer.name}.bias", graph.weights.plain(width)))
    activation = layer.said.get("9", "0")
    output = layer.outputs[0] if activation == "0" else f"{layer.name}.sum"
    pads = [int(layer.said.get("4", "0"))] * 4
    graph.add("Conv", (*layer.inputs, *names), output, kernel_shape=[kernel] * 2, pads=pads)
    if activation == LEAKY_RELU:
        slope = float(layer.said["-23310"].split(",")[1])
        graph.add("LeakyRelu", (output,), layer.outputs[0], alpha=slope)
    elif activation == RELU:
        graph.add("Relu", (output,), layer.outputs[0])


def _arithmetic(layer: Layer, graph: Graph) -> None:
    inputs = layer.inputs
    if layer.said.get("1") == "1":
        scalar = np.array(float(layer.said["2"]), np.float32)
        inputs += (graph.constant(f"{layer.name}.scalar", scalar),)
    graph.add(ARITHMETIC[layer.said.get("0", "0")], inputs, layer.outputs[0])


def _weighted_sum(layer: Layer, graph: Graph) -> None:
    shares = [float(share) for share in layer.said["-23301"].split(",")[1:]]
    names = []
    for index, (part, share) in enumerate(zip(layer.inputs, shares, strict=True)):
        name = graph.constant(f"{layer.name}.share{index}", np.array(share, np.float32))
        names.append(f"{layer.name}.part{index}")
        graph.add("Mul", (part, name), names[-1])
    graph.add("Sum", tuple(names), layer.outputs[0])


def _enlargement(layer: Layer, graph: Graph) -> None:
    scale = np.array([1, 1, float(layer.said["1"]), float(layer.said["2"])], np.float32)
    inputs = (*layer.inputs, "", graph.constant(f"{layer.name}.scale", scale))
    nearest = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    graph.add("Resize", inputs, layer.outputs[0], mode="nearest", **nearest)


def _sigmoid(layer: Layer, graph: Graph) -> None:
    graph.add("Sigmoid", layer.inputs, layer.outputs[0])


def _swish(layer: Layer, graph: Graph) -> None:
    gate = f"{layer.name}.gate"
    graph.add("Sigmoid", layer.inputs, gate)
    graph.add("Mul", (*layer.inputs, gate), layer.outputs[0])


def _joined(layer: Layer, graph: Graph) -> None:
    graph.add("Concat", layer.inputs, layer.outputs[0], axis=1)


def _pixel_shuffle(layer: Layer, graph: Graph) -> None:
    size = int(layer.said["0"])
    graph.add("DepthToSpace", layer.inputs, layer.outputs[0], blocksize=size, mode="CRD")


READERS: dict[str, Callable[[Layer, Graph], None]] = {
    "Input": _input,
    "MemoryData": _memory,
    "Split": _split,
    "Convolution": _convolution,
    "BinaryOp": _arithmetic,
    "Eltwise": _weighted_sum,
    "Interp": _enlargement,
    "Sigmoid": _sigmoid,
    "Swish": _swish,
    "Concat": _joined,
    "PixelShuffle": _pixel_shuffle,
}
