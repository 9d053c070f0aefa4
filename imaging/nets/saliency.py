"""Salient object nets behind one Protocol, on onnxruntime or on torch.

On 2 cores onnxruntime takes 0.38 (U²-Net-p) and 0.65 (U²-Net) of torch's time for the same
numbers, so it is what a CPU serves; imaging.nets.u2net is the torch side.
"""

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.nets.onnx_session import session_of

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

SIDE = 320  # px; what U²-Net was trained on
IMAGENET_MEAN = np.array((0.485, 0.456, 0.406), np.float32)
IMAGENET_STD = np.array((0.229, 0.224, 0.225), np.float32)


class SaliencyNet(Protocol):
    """A net that says for each pixel of a small copy of the photo how surely it is product."""

    backend: str

    def predict(self, image: U8) -> F32:
        """Saliency of `image` (H, W, 3) uint8 RGB sRGB as (SIDE, SIDE) float32 in [0, 1]."""
        ...


def saliency_input(image: U8) -> F32:
    """U²-Net's input (1, 3, SIDE, SIDE) float32 for `image` (H, W, 3) uint8 RGB.

    The aspect ratio is squeezed, as in training. A black picture stays black.
    """
    small = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    scaled = small.astype(np.float32) / max(int(small.max()), 1)
    normal = (scaled - IMAGENET_MEAN) / IMAGENET_STD
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None])


class OnnxSaliency:
    """U²-Net from its ONNX file, on onnxruntime."""

    backend = "onnxruntime"

    def __init__(self, path: Path) -> None:
        self.session = session_of(path)
        self.input = self.session.get_inputs()[0].name
        self.output = self.session.get_outputs()[0].name

    def predict(self, image: U8) -> F32:
        """See SaliencyNet.predict."""
        found = self.session.run([self.output], {self.input: saliency_input(image)})[0]
        return np.asarray(found[0, 0], np.float32)
