"""An engine of a few milliseconds, for tests of everything around engines."""

import time
from dataclasses import replace

import numpy as np

from imaging.engines.base import Context, Params, Spec, Work
from imaging.errors import EngineError
from imaging.labels import Label

SPEC = Spec(
    label=Label(en="Turning colours round", zh="反转颜色"),
    module="tests.quick_engine",
    params="QuickParams",
    version="1",
    cacheable=False,
)


class QuickParams(Params):
    """`seconds` of waiting in ten parts; `fail` is an error code to raise; `crash` is a bug."""

    seconds: float = 0
    fail: str = ""
    crash: bool = False


class Quick:
    def run(self, work: Work, params: QuickParams, context: Context) -> Work:
        for part in range(10):
            time.sleep(params.seconds / 10)
            context.progress(part / 10)
        if params.fail:
            raise EngineError(params.fail)
        if params.crash:
            raise RuntimeError("a bug in an engine")
        alpha = np.full(work.image.shape[:2], 255, np.uint8)
        return replace(work, image=255 - work.image, alpha=alpha).with_facts(quick={"done": True})


def load() -> Quick:
    return Quick()
