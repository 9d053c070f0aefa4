"""Products put on other grounds: clothes, lest a white ground alone mean "something else"."""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

SIDE = 400  # px


def pasted(product: U8, ground: U8 | None, chance: np.random.Generator) -> U8:
    """`product` (H, W, 4) uint8 RGBA, straight, with a shadow on `ground` (h, w, 3), or on a plain
    one: (SIDE, SIDE, 3) with the light and the noise of one photo."""
    scene = plain_ground(chance) if ground is None else resized(ground, SIDE, SIDE)
    share = SIDE * chance.uniform(0.45, 0.97) / max(product.shape[:2])
    down, across = (max(8, int(side * share)) for side in product.shape[:2])
    top, left = (int(chance.integers(SIDE - side + 1)) for side in (down, across))
    small = resized(product, across, down)
    over = np.zeros((SIDE, SIDE, 4), np.float32)
    over[top : top + down, left : left + across] = small
    alpha = over[..., 3:] / np.float32(255)
    composed = scene * (1 - 0.4 * shadow(alpha[..., 0])) * (1 - alpha) + over[..., :3] * alpha
    lit = composed * chance.uniform(0.75, 1.15) * chance.uniform(0.95, 1.05, 3)
    noisy = lit + chance.normal(0, 3, composed.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def plain_ground(chance: np.random.Generator) -> F32:
    """Paper of one colour, mostly white, that may get darker towards the bottom."""
    colour = 255.0 if chance.random() < 0.5 else chance.uniform(60, 255, 3)
    fall = np.linspace(0, chance.uniform(0, 40) * (chance.random() < 0.5), SIDE)
    flat = np.full((SIDE, SIDE, 3), colour)
    return np.asarray(np.clip(flat - fall[:, None, None], 0, 255), np.float32)


def shadow(alpha: F32) -> F32:
    """How dark the ground is, (H, W, 1) in [0, 1], below what covers `alpha` (H, W) of it."""
    fallen = np.roll(alpha, round(SIDE * 0.02), 0)
    return np.asarray(cv2.GaussianBlur(fallen, (0, 0), SIDE * 0.03), np.float32)[..., None]


def resized(picture: U8, width: int, height: int) -> F32:
    """`picture` (H, W, C) as (height, width, C) float32, levels as they are."""
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def free_squares(alpha: U8, side: int) -> NDArray[np.int64]:
    """Top and left, (N, 2), of every square of `side` px that nothing of `alpha` (H, W) touches."""
    height, width = alpha.shape
    if side > min(height, width):
        return np.zeros((0, 2), np.int64)
    sums = cv2.integral((alpha > 0).astype(np.uint8))
    inside = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return np.argwhere(inside == 0)
