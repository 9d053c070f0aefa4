"""EfficientNet-Lite2 on onnxruntime: a picture becomes the numbers that the heads look at."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.sight.views import squeezed
from imaging.nets.onnx_session import session_of

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

BACKBONE = "efficientnet-lite2"
SIDE = 260  # px
MIDDLE, SPREAD = np.float32(127), np.float32(128)  # levels, as it was trained
OUTPUTS = ("features", "texture", "places")  # imaging.weights.efficientnet says what they are
NUMBERS = 1280 + 720 + 1872


class Backbone:
    """The frozen net; one for all heads."""

    def __init__(self, path: Path) -> None:
        self.session = session_of(path)

    def numbers(self, views: Sequence[U8]) -> F32:
        """(N, NUMBERS) float32 of N pictures (H, W, 3) uint8 RGB sRGB of any sizes."""
        planes = np.stack([squeezed(view, SIDE) for view in views]).astype(np.float32)
        batch = np.ascontiguousarray(((planes - MIDDLE) / SPREAD).transpose(0, 3, 1, 2))
        told = self.session.run(list(OUTPUTS), {"picture": batch})
        return np.concatenate([np.asarray(part, np.float32) for part in told], axis=1)
