"""Nets in ncnn's files become ONNX files that compute the same."""

import numpy as np
import onnxruntime
import pytest

from imaging.weights.ncnn import HALF_FLOATS, layers_of, onnx_of

HALF, WHOLE = np.uint32(HALF_FLOATS).tobytes(), np.uint32(0).tobytes()


def param(*lines: str) -> str:
    return "\n".join(["7767517", f"{len(lines)} {len(lines)}", "Input in 0 1 data", *lines])


def computed(text: str, weights: bytes, picture: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(onnx_of(text, weights))
    return session.run(None, {"data": picture.astype(np.float32)})[0]


def pixel(*levels: float) -> np.ndarray:
    return np.array(levels, np.float32).reshape(1, 3, 1, 1)


def test_a_convolution_in_half_floats_with_bias_and_a_leaky_relu():
    """2·1 + 3·2 + 4·3 + 1 = 21; -(2·1 + 3·2 + 4·3) - 1 = -21, a fifth of which is kept."""
    text = param("Convolution c 1 1 data out 0=2 1=1 5=1 6=6 9=2 -23310=1,0.2")
    weights = HALF + np.array([2, 3, 4, -2, -3, -4], np.float16).tobytes()
    weights += np.array([1, -1], np.float32).tobytes()
    found = computed(text, weights, pixel(1, 2, 3))
    assert found.ravel() == pytest.approx([21, -4.2], abs=1e-5)


def test_halves_of_an_odd_number_are_padded_to_whole_words():
    text = param("Convolution c 1 1 data out 0=1 1=1 5=1 6=3")
    weights = HALF + np.array([1, 1, 1, 0], np.float16).tobytes()
    weights += np.array([5], np.float32).tobytes()
    assert computed(text, weights, pixel(1, 2, 3)).ravel() == pytest.approx([11])


def test_a_constant_is_taken_from_each_channel_and_the_rest_scaled():
    text = param(
        "MemoryData m 0 1 mean 0=1 1=1 2=3",
        "BinaryOp s 2 1 data mean less 0=1",
        "BinaryOp t 1 1 less out 0=2 1=1 2=10",
    )
    weights = np.array([1, 2, 3], np.float32).tobytes()
    assert computed(text, weights, pixel(2, 4, 6)).ravel() == pytest.approx([10, 20, 30])


def test_a_weighted_sum_of_two_copies():
    text = param("Split p 1 2 data a b", "Eltwise e 2 1 a b out 0=1 -23301=2,0.25,1")
    assert computed(text, b"", pixel(4, 8, 0)).ravel() == pytest.approx([5, 10, 0])


def test_gates_of_sigmoid_and_swish():
    text = param("Sigmoid s 1 1 data gate", "Swish w 1 1 gate out")
    half = 0.5 / (1 + np.exp(-0.5))
    assert computed(text, b"", pixel(0, 0, 0)).ravel() == pytest.approx([half] * 3, abs=1e-6)


def test_pixels_are_doubled_and_channels_become_pixels():
    doubled = computed(param("Interp i 1 1 data out 0=1 1=2 2=2"), b"", pixel(1, 2, 3))
    assert doubled.shape == (1, 3, 2, 2)
    assert doubled[0, 1].tolist() == [[2, 2], [2, 2]]
    text = param(
        "Split s 1 4 data a b c d", "Concat j 4 1 a b c d all", "PixelShuffle p 1 1 all out 0=2"
    )
    shuffled = computed(text, b"", pixel(1, 2, 3))
    assert shuffled[0].tolist() == [[[1, 2], [3, 1]], [[2, 3], [1, 2]], [[3, 1], [2, 3]]]


@pytest.mark.parametrize(
    "text, weights, said",
    [
        ("something else", b"", "not an ncnn"),
        (param("Softmax s 1 1 data out"), b"", "Softmax"),
        (param("Sigmoid s 1 1 data out"), WHOLE, "not those of this net"),
        (param("Convolution c 1 1 data out 0=1 1=1 6=3"), b"abcd" * 4, "unknown kind"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(text, weights, said):
    with pytest.raises(ValueError, match=said):
        onnx_of(text, weights)


def test_the_same_net_is_the_same_file():
    text = param("Convolution c 1 1 data out 0=1 1=1 6=3")
    weights = WHOLE + np.ones(3, np.float32).tobytes()
    assert onnx_of(text, weights) == onnx_of(text, weights)
    assert [layer.kind for layer in layers_of(text)] == ["Input", "Convolution"]
