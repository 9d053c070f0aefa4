"""What can honestly be said of a saliency mask by looking at it."""

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

CLAIMED, INSIDE, SURE = 0.1, 0.5, 0.9
RIM = np.ones((5, 5), np.uint8)  # px of the mask that any contour, however good, leaves soft
OBJECT = 0.1  # of the largest: smaller islands are parts or crumbs


def decided_share(mask: F32) -> float:
    """Of all that `mask` (h, w) in [0, 1] claims, the share it is sure of; 0 for an empty mask."""
    claimed = mask > CLAIMED
    return float((mask > SURE).sum() / max(claimed.sum(), 1))


def decided_core(mask: F32) -> float:
    """`decided_share` away from the contour; 0 where nothing but contour is claimed."""
    rim = cv2.morphologyEx((mask > INSIDE).astype(np.uint8), cv2.MORPH_GRADIENT, RIM) > 0
    core = (mask > CLAIMED) & ~rim
    return float((mask[core] > SURE).sum() / max(core.sum(), 1))


def area_share(mask: F32) -> float:
    """Share of the frame that `mask` (h, w) calls product."""
    return float((mask > INSIDE).mean())


def objects(mask: F32) -> int:
    """How many separate pieces `mask` (h, w) holds, crumbs not counted."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((mask > INSIDE).astype(np.uint8))
    areas = stats[1:, cv2.CC_STAT_AREA]
    return int((areas >= OBJECT * areas.max(initial=1)).sum())


def gaps(mask: F32) -> int:
    """How many enclosed openings `mask` (h, w) has: a handle's, or a print the net missed."""
    outside = (mask <= INSIDE).astype(np.uint8)
    framed = cv2.copyMakeBorder(outside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    count, _, stats, _ = cv2.connectedComponentsWithStats(framed, connectivity=4)
    large = stats[1:, cv2.CC_STAT_AREA] >= mask.size * 4e-4
    around = stats[1:, cv2.CC_STAT_LEFT] == 0
    return int((large & ~around).sum()) if count > 1 else 0


def touched_sides(mask: F32) -> list[str]:
    """The sides of the frame along which more than 1 in 50 pixels of `mask` (h, w) are product."""
    sides = {"top": mask[0], "right": mask[:, -1], "bottom": mask[-1], "left": mask[:, 0]}
    return [name for name, line in sides.items() if (line > INSIDE).mean() > 0.02]
