"""U²-Net in torch is the paper's net and the exported file's equal."""

import numpy as np
import pytest
import torch

from imaging.nets.saliency import OnnxSaliency, saliency_input
from imaging.nets.u2net import (
    FULL_DECODER,
    FULL_ENCODER,
    RSU,
    RSU4F,
    SMALL_DECODER,
    SMALL_ENCODER,
    TorchSaliency,
    U2Net,
    Widths,
    u2netp,
)
from imaging.weights import path_of
from tests.imaging.drawn import disc, photo


@pytest.mark.parametrize(
    "encoder, decoder, millions",
    [(FULL_ENCODER, FULL_DECODER, 44.01), (SMALL_ENCODER, SMALL_DECODER, 1.131)],
)
def test_parameters_are_as_many_as_in_the_paper(encoder, decoder, millions):
    with torch.device("meta"):
        net = U2Net(encoder, decoder)
    assert sum(p.numel() for p in net.parameters()) / 1e6 == pytest.approx(millions, abs=0.001)


@pytest.mark.parametrize("length", [4, 5, 6, 7])
@pytest.mark.parametrize("height, width", [(1, 1), (33, 20)])
def test_a_residual_block_keeps_height_and_width(length, height, width):
    block = RSU(length, Widths(3, 2, 5)).eval()
    assert block(torch.rand(2, 3, height, width)).shape == (2, 5, height, width)


def test_a_dilated_block_keeps_height_and_width():
    assert RSU4F(Widths(3, 2, 5)).eval()(torch.rand(1, 3, 7, 9)).shape == (1, 5, 7, 9)


def test_saliency_is_one_map_between_0_and_1_of_the_inputs_size():
    with torch.inference_mode():
        found = u2netp().eval()(torch.randn(1, 3, 35, 50))
    assert found.shape == (1, 1, 35, 50)
    assert 0 <= found.min() <= found.max() <= 1


def test_the_input_is_divided_by_the_pictures_own_maximum():
    """Grey 100 of at most 200: (0.5 - 0.485) / 0.229 in red, the brightest (1 - 0.485) / 0.229."""
    image = np.full((640, 640, 3), 100, np.uint8)
    image[:320] = 200
    tensor = saliency_input(image)
    assert tensor.shape == (1, 3, 320, 320)
    assert tensor[0, 0, 300, 0] == pytest.approx((0.5 - 0.485) / 0.229, abs=1e-4)
    assert tensor[0, 0, 0, 0] == pytest.approx((1 - 0.485) / 0.229, abs=1e-4)


def test_a_black_picture_is_no_division_by_zero():
    assert np.isfinite(saliency_input(np.zeros((8, 8, 3), np.uint8))).all()


@pytest.mark.weights
def test_torch_and_onnxruntime_agree():
    image = photo(disc(200, 300), noise=5)
    path = path_of("u2netp")
    by_torch, by_onnx = TorchSaliency(path).predict(image), OnnxSaliency(path).predict(image)
    assert by_torch.shape == (320, 320)
    assert np.abs(by_torch - by_onnx).max() < 1e-4
    assert by_onnx.max() > 0.9
