"""How likely a picture is pornographic: Yahoo's open_nsfw (ResNet-50-thin, 2016), as ONNX.

Its makers take scores below 0.2 for safe and above 0.8 for unsafe. It knows nothing of violence,
hatred or drawings, and how much it misses was not measured here.
"""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.nets.onnx_session import session_of
from imaging.weights import path_of

U8 = NDArray[np.uint8]

MODEL = "open-nsfw"
WHOLE, SEEN = 256, 224  # px: the picture is brought to WHOLE, its middle SEEN of it looked at
MEAN = np.array([104, 117, 123], np.float32)  # of the training set, BGR
QUALITY = 75  # the net has learnt from JPEGs of that size; without them scores shift


def unsafe(image: U8, net: Any) -> float:
    """The score of `image` (H, W, 3) uint8 RGB sRGB, in [0, 1]."""
    small = cv2.resize(image[..., ::-1], (WHOLE, WHOLE), interpolation=cv2.INTER_AREA)
    written = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]
    rim = (WHOLE - SEEN) // 2
    read = np.asarray(cv2.imdecode(written, cv2.IMREAD_COLOR), np.float32)
    seen = read[rim : rim + SEEN, rim : rim + SEEN]
    scores = net.run(None, {net.get_inputs()[0].name: (seen - MEAN)[None]})[0]
    return float(scores[0, 1])


@lru_cache(maxsize=1)
def net() -> Any:
    """The net, loaded once per process. Raises EngineError: weights_missing, weights_changed."""
    return session_of(path_of(MODEL))
