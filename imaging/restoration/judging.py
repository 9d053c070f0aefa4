"""Learning to judge a photo: how dark it came out, and how much noise, JPEG and lens did to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from imaging.nets.judge import GAINS, Judge, expected
from imaging.restoration.damage import any_damage, damaged, dimmed, gain_lost, harm_done
from imaging.restoration.examples import clean_photo, photos_of
from imaging.restoration.sight import seen, thumbnail
from imaging.restoration.task import device_of

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

TIMES = 2  # each photo is judged with so many damages
STUDIO, SMOOTH = 0.3, 0.1  # of photos are put on a plain ground, or are out of focus all over
LEARNT, HELD_OUT = 2, 3  # first number of an example's key


class Table(NamedTuple):
    """Photos as numbers. seen: (N, 13). thumbnails: (N, 3, 32, 32) uint8. truth: (N, 2), logs of
    gain and of harm in levels.
    """

    seen: Tensor
    thumbnails: Tensor
    truth: Tensor

    def rows(self, index: NDArray[np.int64]) -> "Table":
        """Those of `index`."""
        return Table(*(column[torch.from_numpy(index)] for column in self))

    def told(self, device: torch.device) -> tuple[Tensor, Tensor]:
        """What a Judge is shown."""
        return self.seen.to(device), self.thumbnails.to(device).float() / 255


@dataclass
class JudgeTask:
    """Photos of `data`, damaged TIMES each, once: a small table, gone over many times."""

    data: Path
    batch_size: int = 128
    dropout: float = 0.0
    seed: int = 1
    times: int = TIMES

    @cached_property
    def net(self) -> nn.Module:
        """A Judge."""
        torch.manual_seed(self.seed)
        return Judge(self.dropout)

    @property
    def said(self) -> Mapping[str, str]:
        """What the weights' file says of them."""
        return {"net": "judge"}

    @cached_property
    def tables(self) -> tuple[Table, Table]:
        """To learn from, and held out: of different photos."""
        learnt, held_out = photos_of(self.data)
        return (
            table_of(learnt, self.times, (self.seed, LEARNT)),
            table_of(held_out, self.times, (self.seed, HELD_OUT)),
        )

    def batch(self, step: int) -> Table:
        """See Task."""
        table = self.tables[0]
        chance = np.random.default_rng((self.seed, step))
        rows = table.rows(chance.integers(len(table.seen), size=self.batch_size))
        turned = torch.rot90(rows.thumbnails, int(chance.integers(4)), (2, 3))
        return rows._replace(thumbnails=turned.flip(3) if chance.random() < 0.5 else turned)

    def loss(self, net: nn.Module, batch: Table) -> Tensor:
        """Light as a choice among GAINS, and the mean distance of the harm's log."""
        light, harm = losses(net, batch)
        return light + harm

    def figures(self, net: nn.Module) -> Mapping[str, float]:
        """The loss on photos held out, its parts, and how far off the gain is, in logs."""
        table = self.tables[1]
        light, harm = (loss.item() for loss in losses(net, table))
        likely = net(*table.told(device_of(net))).cpu()[:, :-1].softmax(1)
        off = (expected(likely) - table.truth[:, 0]).abs().mean().item()
        return {"loss": light + harm, "light": light, "harm": harm, "gain": off}


def losses(net: nn.Module, batch: Table) -> tuple[Tensor, Tensor]:
    """How unlikely `net` finds the true gain (cross-entropy), and how far off the harm's log is."""
    device = device_of(net)
    found, (gain, harm) = net(*batch.told(device)).float(), batch.truth.to(device).unbind(1)
    return cross_entropy(found[:, :-1], shares(gain)), (found[:, -1] - harm).abs().mean()


def shares(gain: Tensor) -> Tensor:
    """`gain` (N,) as shares of the two of GAINS that it lies between, (N, len(GAINS))."""
    known = torch.tensor(GAINS, device=gain.device)
    apart = (gain.clamp_max(GAINS[-1])[:, None] - known).abs() / GAINS[1]
    return (1 - apart).clamp_min(0)


def table_of(files: Sequence[Path], times: int, key: tuple[int, ...]) -> Table:
    """`files` damaged `times` each; the same for the same `key`."""
    chance = np.random.default_rng(key)
    photos = (clean_photo(file, chance) for file in files for _ in range(times))
    rows = [judged(plainer(photo, chance), chance) for photo in photos]
    told, small, truth = (torch.from_numpy(np.array(c)) for c in zip(*rows, strict=True))
    return Table(told, small.permute(0, 3, 1, 2).contiguous(), truth)


def plainer(photo: U8, chance: np.random.Generator) -> U8:
    """`photo`, sometimes as a studio or a wide lens shows things: plain ground is no damage."""
    kind = chance.random()
    if kind < STUDIO:
        return on_plain_ground(photo, chance)
    if kind < STUDIO + SMOOTH:
        sigma = float(chance.uniform(2, 12))
        return np.asarray(cv2.GaussianBlur(photo, (0, 0), sigma), np.uint8)
    return photo


def on_plain_ground(photo: U8, chance: np.random.Generator) -> U8:
    """An ellipse of `photo` on one colour, often nearly white, that may get darker to one side."""
    height, width = photo.shape[:2]
    is_white = chance.random() < 0.5
    colour = chance.uniform(235, 255, 3) if is_white else chance.uniform(10, 255, 3)
    fall = np.linspace(0, chance.uniform(0, 60) * float(chance.random() < 0.6), width)
    ground = np.clip(colour - fall[:, None], 0, 255).astype(np.float32)
    inside = np.zeros((height, width), np.float32)
    axes = [round(side * float(chance.uniform(0.2, 0.45))) for side in (width, height)]
    cv2.ellipse(inside, (width // 2, height // 2), axes, 0, 0, 360, 1, -1, cv2.LINE_AA)
    share = np.asarray(cv2.GaussianBlur(inside, (0, 0), 0.7), np.float32)[..., None]
    return np.asarray(np.rint(photo * share + ground * (1 - share)), np.uint8)


def judged(photo: U8, chance: np.random.Generator) -> tuple[F32, U8, F32]:
    """`photo` damaged anyhow: what is seen of it, and logs of its gain and harm."""
    damage = any_damage(chance)
    dark, worse = dimmed(photo, damage), damaged(photo, damage, chance)
    truth = np.array((gain_lost(photo, dark), harm_done(dark, worse)), np.float32)
    return seen(worse), thumbnail(worse), truth
