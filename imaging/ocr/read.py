"""What a line of text says: PP-OCRv6's net, decoded as CTC does (Graves et al., ICML 2006)."""

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ocr.lines import Reading

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

HEIGHT, LEAST_WIDTH = 48, 320  # px; the net was trained on lines with nothing behind up to that
TALL = 1.5  # of its width: text that runs down, or stands on its side


def reading(line: U8, net: Any, characters: list[str]) -> Reading:
    """What `line` (h, w, 3) uint8 RGB says; a tall one is turned both ways, the surer counts."""
    if line.shape[0] < TALL * line.shape[1]:
        return _read(line, net, characters)
    turned = [_read(np.rot90(line, quarters), net, characters) for quarters in (1, -1)]
    return max(turned, key=lambda one: one.confidence)


def _read(line: U8, net: Any, characters: list[str]) -> Reading:
    width = max(1, math.ceil(HEIGHT * line.shape[1] / line.shape[0]))
    small = cv2.resize(np.ascontiguousarray(line), (width, HEIGHT))
    tensor = np.zeros((1, 3, HEIGHT, max(width, LEAST_WIDTH)), np.float32)
    tensor[0, :, :, :width] = (small[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
    return decoded(net.run(None, {net.get_inputs()[0].name: tensor})[0][0], characters)


def decoded(chances: F32, characters: list[str]) -> Reading:
    """CTC's best path through `chances` (steps, 1 + characters): repeats once, blanks (0) never."""
    best = chances.argmax(axis=1)
    is_new = np.diff(best, prepend=-1) != 0
    kept = np.flatnonzero(is_new & (best > 0))
    text = "".join(characters[index - 1] for index in best[kept])
    sure = float(chances[kept, best[kept]].mean()) if kept.size else 0.0
    return Reading(text, round(sure, 4))


def characters_of(net: Any) -> list[str]:
    """The characters that the net knows, as its file lists them, and the space."""
    return [*net.get_modelmeta().custom_metadata_map["character"].split("\n"), " "]
