"""Confidences that mean what they say: fitted on photos held out, measured on others."""

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Truth = NDArray[np.int64]

TEMPERATURES = np.geomspace(0.4, 4.0, 47, dtype=np.float32)
WANTED = 0.8  # of the answers that a head gives should be right
FEWEST = 8  # answers, before a threshold may be believed
BINS = 10


def chances_at(scores: F32, temperature: float) -> F32:
    """Softmax of `scores` (N, classes) over `temperature`."""
    cooled = scores / np.float32(temperature)
    raised = np.exp(cooled - cooled.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)


def surprise(chances: F32, truth: Truth) -> float:
    """Mean negative log likelihood of `truth` (N,), class numbers."""
    return float(-np.log(chances[np.arange(len(truth)), truth] + 1e-9).mean())


def best_temperature(scores: F32, truth: Truth) -> float:
    """What to divide `scores` (N, classes) by, so that surprise is least (Guo et al., 2017)."""
    costs = [surprise(chances_at(scores, float(t)), truth) for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(costs))])


def least_chance(chances: F32, truth: Truth) -> float:
    """The lowest confidence from which on WANTED of the answers are right; 0 if all may stand."""
    sure, right = chances.max(1), chances.argmax(1) == truth
    for least in np.linspace(0, 0.95, 20):
        answered = sure >= least
        if answered.sum() >= FEWEST and right[answered].mean() >= WANTED:
            return float(least)
    return 0.95


def calibration_error(sureness: F32, right: NDArray[np.bool_]) -> float:
    """Expected calibration error: how far confidence (N,) is from the share that is right, over
    BINS of equal width, each weighed by how many fall into it."""
    bins = np.minimum((sureness * BINS).astype(int), BINS - 1)
    gaps = [
        abs(float(sureness[bins == index].mean()) - float(right[bins == index].mean()))
        * float((bins == index).mean())
        for index in np.unique(bins)
    ]
    return float(sum(gaps))
