"""An ONNX net that was exported for pictures of one size, as one that takes any."""

from collections.abc import Sequence

import onnx

PLANES = (0, 2, 3)  # of (N, C, H, W): what becomes free


def onnx_of(fixed: bytes) -> bytes:
    """The net of `fixed`, its batch, height and width left open, every weight in use a constant."""
    net = onnx.load_from_string(fixed)
    weights = {weight.name for weight in net.graph.initializer}
    inputs = [one for one in net.graph.input if one.name not in weights]
    del net.graph.input[:]
    net.graph.input.extend(inputs)
    used = {name for node in net.graph.node for name in node.input}
    kept = [weight for weight in net.graph.initializer if weight.name in used]
    del net.graph.initializer[:]
    net.graph.initializer.extend(kept)
    _free(net.graph.input, "in")
    _free(net.graph.output, "out")
    return bytes(net.SerializeToString(deterministic=True))


def _free(values: Sequence[onnx.ValueInfoProto], name: str) -> None:
    for value in values:
        for axis in PLANES:
            value.type.tensor_type.shape.dim[axis].dim_param = f"{name}_{axis}"
