"""An engine in the place of the learned one: everything becomes level 77."""

from dataclasses import replace

import numpy as np

from imaging.engines.base import Params


class RestoreParams(Params):
    strength: float = 1
    gain: float | None = None


class Restore:
    def run(self, work, params, context):
        done = replace(work, image=np.full_like(work.image, 77))
        return done.with_facts(restore={"model": "fake-net"})


def model_of(params):
    return "fake-net"


def load():
    return Restore()
