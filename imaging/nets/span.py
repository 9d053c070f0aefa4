"""SPAN (Wan et al., "Swift parameter-free attention network", CVPR workshops 2024) on onnxruntime.

Six blocks of three convolutions each; what a pixel becomes depends on REACH_PX around it. The net
computes with values far above its input's, so half precision is not for it.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imaging.nets.onnx_session import session_of

U8 = NDArray[np.uint8]

REACH_PX = 21  # one convolution of 3×3 after another: 1 + 6 · 3 + 2


class Span:
    """The net of one scale from its ONNX file."""

    reach_px = REACH_PX

    def __init__(self, path: Path, scale: int) -> None:
        self.scale = scale
        self.session = session_of(path)
        self.input = self.session.get_inputs()[0].name

    def enlarged(self, part: U8) -> U8:
        """`part` (h, w, 3) uint8 RGB sRGB as (h · scale, w · scale, 3), the same kind."""
        tensor = part.astype(np.float32).transpose(2, 0, 1)[None] / np.float32(255)
        found = self.session.run(None, {self.input: np.ascontiguousarray(tensor)})[0][0]
        levels = np.rint(np.clip(np.nan_to_num(found), 0, 1) * 255).astype(np.uint8)
        return np.ascontiguousarray(levels.transpose(1, 2, 0))
