"""Nets in ONNX files, run on the processor."""

import os
from pathlib import Path
from typing import Any


def session_of(path: Path, *, arena: bool = True) -> Any:
    """The net in the file at `path`, ready to run, on as many threads as OMP_NUM_THREADS says.

    arena: memory is kept between runs; where every picture has another size it would only grow.
    """
    import onnxruntime  # here, so that the web process never pays for it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", "0"))
    # Threads may spin within a run (a seventh faster, also on busy cores), never between runs.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    options.enable_cpu_mem_arena = arena
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
