"""Where the product is in a picture, and moving pixels onto a canvas.

Boxes are (x, y, width, height) in px, as OpenCV writes them. Nothing here writes into its inputs.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]
F64 = NDArray[np.float64]
Box = tuple[int, int, int, int]
Size = tuple[int, int]

WARP_TILE = 2048  # px; OpenCV moves pictures of up to 32,767 px a side only
WARP_REACH = 3  # px beyond a tile that bicubic interpolation looks at

SPECK_SHARE = 0.0005  # of the largest part; dust and stray mask pixels, smaller than any ear stud


def size_of(picture: NDArray[Any]) -> Size:
    """(width, height) in px of (H, W) or (H, W, C), as OpenCV and Pillow write sizes."""
    return picture.shape[1], picture.shape[0]


def mask_to_box(mask: Mask) -> Box | None:
    """The bounding box of the true pixels of `mask`, (H, W) bool; None when there are none."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not columns.size:
        return None
    x, y = int(columns[0]), int(rows[0])
    return x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1


def mask_to_product_box(mask: Mask) -> Box | None:
    """The box around every part of `mask`, (H, W) bool, that is no stray speck; None when empty.

    Parts are 8-connected; one smaller than SPECK_SHARE of the largest does not widen the box.
    """
    stats = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)[2][1:]
    if not len(stats):
        return None
    parts = stats[stats[:, cv2.CC_STAT_AREA] >= SPECK_SHARE * stats[:, cv2.CC_STAT_AREA].max()]
    left, top = parts[:, :2].min(axis=0)
    right, bottom = (parts[:, :2] + parts[:, 2:4]).max(axis=0)
    return int(left), int(top), int(right - left), int(bottom - top)


def box_borders(box: Box, size: Size) -> tuple[str, ...]:
    """The sides of a picture of `size` (width, height) that `box` touches, clockwise from top."""
    x, y, width, height = box
    touched = {
        "top": y <= 0,
        "right": x + width >= size[0],
        "bottom": y + height >= size[1],
        "left": x <= 0,
    }
    return tuple(side for side, touches in touched.items() if touches)


def crop_resized(image: U8, crop: Box, size: Size, interpolation: int) -> U8:
    """The rectangle `crop` of `image`, (H, W) or (H, W, 3) uint8, resized to `size`.

    `size` is (width, height), `interpolation` an OpenCV constant; pixels beyond the crop are not
    looked at. Channel order, encoding and range are kept.
    """
    x, y, width, height = crop
    part = np.ascontiguousarray(image[y : y + height, x : x + width])
    if (width, height) == size:
        return part
    return cv2.resize(part, size, interpolation=interpolation)  # type: ignore[return-value]


def warped(image: U8, matrix: F64, size: Size, interpolation: int) -> U8:
    """`image`, (H, W) or (H, W, 3) uint8, moved by a 3×3 `matrix` from its px to those of `size`.

    `size` is (width, height). A pixel's middle is at whole numbers. Beyond the image a plane is 0,
    and colours go on as at its edge: they do not darken there. Works in tiles, so that memory is
    bounded and panoramas of any length pass.
    """
    out = np.zeros((size[1], size[0], *image.shape[2:]), np.uint8)
    for top in range(0, size[1], WARP_TILE):
        for left in range(0, size[0], WARP_TILE):
            _warp_tile(
                image,
                matrix,
                out[top : top + WARP_TILE, left : left + WARP_TILE],
                (left, top),
                interpolation,
            )
    return out


def points_moved(points: F64, matrix: F64) -> F64:
    """`points` (N, 2) by the 3×3 `matrix`, divided by their third coordinate."""
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def shift(x: float, y: float) -> F64:
    """The 3×3 matrix that moves by (x, y) px."""
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def resized(width: float, height: float) -> F64:
    """The matrix of a resize by these factors: corners stay, middles move by half a pixel."""
    return shift(-0.5, -0.5) @ np.diag([width, height, 1.0]) @ shift(0.5, 0.5)


def _warp_tile(image: U8, matrix: F64, out: U8, corner: Size, interpolation: int) -> None:
    """Fills `out`, the tile of the canvas that begins at `corner`."""
    height, width = out.shape[:2]
    frame = np.array([(0, 0), (width, 0), (0, height), (width, height)], np.float64) + corner
    from_photo = points_moved(frame, np.asarray(np.linalg.inv(matrix), np.float64))
    low = np.floor(from_photo.min(axis=0)).astype(int) - WARP_REACH
    high = np.ceil(from_photo.max(axis=0)).astype(int) + WARP_REACH
    left, top = np.maximum(low, 0)
    part = image[top : max(top, high[1]), left : max(left, high[0])]
    if part.size == 0:
        return
    here = shift(-corner[0], -corner[1]) @ matrix @ shift(left, top)
    out[:] = cv2.warpPerspective(
        np.ascontiguousarray(part),
        here,
        (width, height),
        flags=interpolation,
        borderMode=cv2.BORDER_REPLICATE if image.ndim == 3 else cv2.BORDER_CONSTANT,
    )


def canvas_with(part: U8, canvas: Size, offset: Size) -> U8:
    """A new zero canvas of `canvas` (width, height) with `part` (h, w[, 3]) at `offset` (x, y).

    What of the part lies beyond the canvas is cut off.
    """
    out = np.zeros((canvas[1], canvas[0], *part.shape[2:]), np.uint8)
    (x, y), (height, width) = offset, part.shape[:2]
    shown = out[max(y, 0) : max(y + height, 0), max(x, 0) : max(x + width, 0)]
    left, top = max(-x, 0), max(-y, 0)
    shown[:] = part[top : top + shown.shape[0], left : left + shown.shape[1]]
    return out


def mask_eroded(mask: Mask, radius_px: int) -> Mask:
    """`mask`, (H, W) bool, without its outer `radius_px` pixels, in a square neighbourhood.

    The frame of the picture does not erode: what lies beyond it counts as inside.
    """
    if radius_px == 0:
        return mask.copy()
    kernel = np.ones((2 * radius_px + 1, 2 * radius_px + 1), np.uint8)
    return cv2.erode(mask.view(np.uint8), kernel, borderValue=1).view(np.bool_)


def mask_beside_frame(mask: Mask) -> Mask:
    """The parts of `mask`, (H, W) bool, that the frame of the picture touches; 4-connected."""
    framed = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    parts = cv2.connectedComponents(framed, connectivity=4)[1]
    beside: Mask = (parts == parts[0, 0])[1:-1, 1:-1]
    return beside
