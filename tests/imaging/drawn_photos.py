"""Photos drawn in memory: a product on a table, in any light, with any damage."""

import cv2
import numpy as np

from imaging.ops.light import to_level, to_light


def set_table(height, width, *, paper=225, light=(1.0, 1.0, 1.0), stops=0.0):
    """A blue shirt with a black collar, a red bag and a grey cup on paper of that level."""
    image = np.full((height, width, 3), paper, np.uint8)

    def box(top, bottom, left, right, colour):
        rows = slice(int(top * height), int(bottom * height))
        image[rows, int(left * width) : int(right * width)] = colour

    box(0.2, 0.8, 0.25, 0.6, (60, 90, 150))
    box(0.2, 0.3, 0.35, 0.5, (14, 14, 15))
    box(0.4, 0.8, 0.65, 0.82, (150, 50, 45))
    box(0.25, 0.38, 0.65, 0.8, (128, 128, 128))
    lit = to_light(image) * np.array(light, np.float32) * np.float32(2**stops)
    return to_level(lit)


def noisy(image, sigma, seed=0):
    """`image` with Gaussian noise of `sigma` levels."""
    noise = np.random.default_rng(seed).normal(0, sigma, image.shape)
    return np.clip(np.rint(image + noise), 0, 255).astype(np.uint8)


def blurred(image, sigma):
    """`image` out of focus."""
    return cv2.GaussianBlur(image, (0, 0), sigma)
