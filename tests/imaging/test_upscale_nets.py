"""The nets that enlarge: the published size, no seams, the converted file's equal."""

import numpy as np
import onnxruntime
import pytest
import torch

from imaging.nets.rrdbnet import RRDBNet, TorchRRDB, fill, has_bfloat16, load_onnx
from imaging.nets.span import REACH_PX, Span
from imaging.weights import path_of

noise = np.random.default_rng(5).integers(0, 256, (90, 70, 3), np.uint8)


@pytest.fixture(scope="module")
def tiny() -> TorchRRDB:
    """A net of one block in full precision, random."""
    torch.manual_seed(3)
    net = TorchRRDB(RRDBNet(blocks=1, width=4, growth=2))
    net.net.float()
    net.kind = torch.float32
    return net


def test_rrdbnet_has_as_many_parameters_as_published():
    with torch.device("meta"):
        net = RRDBNet()
    assert sum(p.numel() for p in net.parameters()) == 16_697_987


def test_rows_enlarged_in_strips_equal_the_whole(tiny, monkeypatch):
    """Strips of 64 rows in 90, so one seam; and of 1 row, so 89."""
    in_strips = tiny.enlarged(noise, lambda fraction: None)
    whole = tiny.net(torch.from_numpy(noise / np.float32(255)).permute(2, 0, 1)[None])
    levels = (whole[0].detach().clamp(0, 1) * 255).round().permute(1, 2, 0).numpy()
    assert np.abs(in_strips - levels).max() <= 1
    monkeypatch.setattr("imaging.nets.rrdbnet.STRIP", 1)
    assert np.abs(tiny.enlarged(noise, lambda fraction: None) - levels).max() <= 1


@pytest.mark.parametrize("height, width", [(1, 1), (1, 9), (5, 8)])
def test_any_size_becomes_four_times_as_large(tiny, height, width):
    found = tiny.enlarged(noise[:height, :width], lambda fraction: None)
    assert found.shape == (4 * height, 4 * width, 3)
    assert found.dtype == np.uint8


def test_progress_rises_to_one_and_may_stop_it(tiny):
    told: list[float] = []
    tiny.enlarged(noise, told.append)
    assert told == sorted(told)
    assert told[-1] == 1

    def stops(fraction: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        tiny.enlarged(noise, stops)


def test_another_nets_weights_are_refused():
    convolution = torch.nn.Conv2d(3, 4, 3)
    with pytest.raises(ValueError, match=r"\(4, 3, 3, 3\)"):
        fill(convolution, np.zeros((4, 3, 1, 1), np.float32), np.zeros(4, np.float32))


def test_bfloat16_is_used_where_the_processor_says_so(tmp_path):
    (tmp_path / "new").write_text("flags : fpu avx512f avx512_bf16")
    (tmp_path / "old").write_text("flags : fpu avx2")
    assert has_bfloat16(tmp_path / "new")
    assert not has_bfloat16(tmp_path / "old")
    assert not has_bfloat16(tmp_path / "missing")


@pytest.mark.weights
def test_the_torch_net_and_the_converted_file_agree():
    part = noise[:12, :9]
    net = load_onnx(path_of("realesrgan-x4")).eval()
    tensor = torch.from_numpy(part / np.float32(255)).permute(2, 0, 1)[None]
    with torch.inference_mode():
        by_torch = net(tensor).numpy()
    session = onnxruntime.InferenceSession(str(path_of("realesrgan-x4")))
    by_onnx = session.run(None, {session.get_inputs()[0].name: tensor.numpy()})[0]
    assert by_torch.shape == (1, 3, 48, 36)
    assert np.abs(by_torch - by_onnx).max() < 1e-4


@pytest.mark.weights
@pytest.mark.parametrize("scale", [2, 4])
def test_span_enlarges_a_gradient_truly_and_sees_no_further_than_its_reach(scale):
    net = Span(path_of(f"span-x{scale}"), scale)
    across = np.linspace(40, 200, 64)[None, :, None].repeat(64, 0).repeat(3, 2)
    picture = np.rint(across).astype(np.uint8)
    found = net.enlarged(picture)
    assert found.shape == (64 * scale, 64 * scale, 3)
    middle = found[8 * scale : -8 * scale, 8 * scale : -8 * scale]
    reduced = middle.reshape(48, scale, 48, scale, 3).mean(axis=(1, 3))
    assert np.abs(reduced - across[8:-8, 8:-8]).max() < 2
    changed = picture.copy()
    changed[:, 32 + REACH_PX :] = noise[:64, : 32 - REACH_PX]
    assert np.array_equal(net.enlarged(changed)[:, : 32 * scale], found[:, : 32 * scale])
