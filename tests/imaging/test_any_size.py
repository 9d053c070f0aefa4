"""A net exported for one size is made to take any."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from imaging.weights.any_size import onnx_of


def fixed() -> bytes:
    """Doubles pictures of 4 × 4 px; its weights are inputs too, and one is used by nobody."""
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in (("x", [1, 3, 4, 4]), ("two", [1]), ("unused", [1]), ("y", [1, 3, 4, 4]))
    ]
    weights = [
        helper.make_tensor(name, TensorProto.FLOAT, [1], [2.0]) for name in ("two", "unused")
    ]
    node = helper.make_node("Mul", ["x", "two"], ["y"])
    graph = helper.make_graph([node], "double", ports[:3], ports[3:], weights)
    net = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    return bytes(net.SerializeToString())


def test_any_size_passes_and_says_the_same():
    session = onnxruntime.InferenceSession(onnx_of(fixed()))
    picture = np.ones((2, 3, 6, 8), np.float32)

    [doubled] = session.run(None, {"x": picture})

    assert np.array_equal(doubled, 2 * picture)


def test_weights_are_no_inputs_and_what_nobody_uses_is_gone():
    net = onnx.load_from_string(onnx_of(fixed()))

    assert [one.name for one in net.graph.input] == ["x"]
    assert [one.name for one in net.graph.initializer] == ["two"]


def test_it_is_made_the_same_each_time():
    assert onnx_of(fixed()) == onnx_of(fixed())
