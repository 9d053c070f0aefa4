"""Faces: Xu et al., "CenterFace", 2019: for each 4 × 4 px how surely a face's middle is there."""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Share, share_of
from imaging.nets.onnx_session import session_of
from imaging.ops.spread import shrunk
from imaging.weights import path_of

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

MODEL = "centerface"
SIDE, MULTIPLE, STRIDE = 480, 32, 4  # px
LEAST = 0.35  # confidence
OVERLAP = 0.3  # above which two boxes are one face
SMALLEST = 0.02  # of the longer side; smaller ones are prints and patterns


def faces(image: U8, net: Any) -> list[tuple[Share, float]]:
    """Box and confidence of every face in `image` (H, W, 3) uint8 RGB, the surest first."""
    small = shrunk(image, SIDE)
    height, width = (-(-side // MULTIPLE) * MULTIPLE for side in small.shape[:2])
    padded = np.zeros((height, width, 3), np.uint8)
    padded[: small.shape[0], : small.shape[1]] = small
    # The net wants BGR levels as they are.
    tensor = np.ascontiguousarray(padded[..., ::-1].transpose(2, 0, 1)[None], np.float32)
    sure, scale, offset, _ = net.run(None, {net.get_inputs()[0].name: tensor})
    rows, columns = np.nonzero(sure[0, 0] > LEAST)
    confidence = sure[0, 0, rows, columns]
    tall, wide = np.exp(scale[0, :, rows, columns]).T * STRIDE
    middle_y, middle_x = (offset[0, :, rows, columns].T + (rows, columns) + 0.5) * STRIDE
    boxes = np.stack([middle_x - wide / 2, middle_y - tall / 2, wide, tall], axis=1)
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), confidence.tolist(), LEAST, OVERLAP)
    least = SMALLEST * max(small.shape[:2])
    return [
        (_share(boxes[index], small.shape), float(confidence[index]))
        for index in np.asarray(kept, int).ravel()
        if boxes[index][2:].min() >= least
    ]


def _share(box: F32, shape: tuple[int, ...]) -> Share:
    x, y, width, height = (float(number) for number in box)
    return share_of((x, y, x + width, y + height), shape)


@lru_cache(maxsize=1)
def net() -> Any:
    """The net, loaded once per process. Raises EngineError: weights_missing, weights_changed."""
    return session_of(path_of(MODEL), arena=False)
