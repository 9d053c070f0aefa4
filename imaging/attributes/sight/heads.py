"""The studio's own heads: from the numbers of a frozen backbone to the values of attributes.

One hidden layer is shared; every head looks at it and, past it, at the numbers themselves. Only
length does not: pictures are squeezed into squares, so it is told by the product's proportions and
by its likely categories. Plain numpy serves them: they are a few products of small matrices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Name

F32 = NDArray[np.float32]

HEADS: tuple[Name, ...] = ("category", "pattern", "material", "sleeve", "length")
NOT_VISIBLE = "not visible"  # a class of every head but category's
STEEP = 5  # a trouser leg is long or short within a few hundredths of its proportions
FARTHEST = 5  # deviations: one odd number must not outvote all others


@dataclass(frozen=True)
class Head:
    """One attribute. values: its classes in order. least: below it the head says not visible.

    weight: (classes, hidden + numbers), of length (classes, 2 * categories); bias: (classes,); both
    already divided by the temperature that calibrates them.
    """

    values: tuple[str, ...]
    weight: F32
    bias: F32
    least: float

    def chances(self, seen: F32) -> F32:
        """How likely each value is, (classes,), by what the head looks at."""
        return softmax(np.asarray(seen @ self.weight.T + self.bias, np.float32))


@dataclass(frozen=True)
class Heads:
    """All heads of one file. mean, deviation: (numbers + 1,), the last of tallness.
    weight: (hidden, numbers)."""

    mean: F32
    deviation: F32
    weight: F32
    bias: F32
    by_name: Mapping[Name, Head]

    def chances(self, seen: F32) -> dict[Name, F32]:
        """How likely each value of each head is, (classes,), by views of one product, (N, numbers
        + 1): of the mean of its scores, for a mean of chances would be less sure than it should be.
        """
        standard = np.clip((seen - self.mean) / self.deviation, -FARTHEST, FARTHEST)
        looks = standard[:, :-1]
        hidden = np.maximum(looks @ self.weight.T + self.bias, 0)
        both = np.concatenate([hidden, looks], axis=1).mean(0)
        told = {name: self.by_name[name].chances(both) for name in HEADS if name != "length"}
        form = formed(told["category"], standard[:, -1].mean())
        return told | {"length": self.by_name["length"].chances(form)}


def formed(category: F32, tallness: float) -> F32:
    """What length is told by, (2 * classes,): chances of each category, alone and by tallness."""
    return np.concatenate([category, category * np.float32(tallness)]) * np.float32(STEEP)


def load(path: Path) -> Heads:
    """The heads in a safetensors file that imaging.attributes.sight.task wrote."""
    from safetensors import safe_open  # here, so that the web process never pays for it

    with safe_open(str(path), framework="numpy") as file:
        said = file.metadata()
        of = {name: np.asarray(file.get_tensor(name), np.float32) for name in file.keys()}  # noqa: SIM118
    by_name = {
        name: Head(
            tuple(said[name].split(",")),
            of[f"heads.{name}.weight"] / of["temperature"][index],
            of[f"heads.{name}.bias"] / of["temperature"][index],
            float(of["least"][index]),
        )
        for index, name in enumerate(HEADS)
    }
    return Heads(of["mean"], of["deviation"], of["hidden.weight"], of["hidden.bias"], by_name)


def softmax(scores: F32) -> F32:
    """Chances over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)
