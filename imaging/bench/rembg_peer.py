"""rembg with the very same U²-Net-p file, in a virtual environment and a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from imaging.weights import path_of
from imaging.weights.store import REPOSITORY

REQUIREMENTS = ("rembg==2.0.86", "onnxruntime==1.32.0")
FOLDER = REPOSITORY / "var" / "bench-venv"
WORKER = Path(__file__).with_name("rembg_worker.py")


def environment() -> str:
    """The Python that has rembg, made on first use. It must never share the studio's own."""
    python = str(FOLDER / "bin" / "python")
    if not (FOLDER / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
        install = [python, "-m", "pip", "install", "--quiet", *REQUIREMENTS]
        subprocess.run(install, check=True, stdout=sys.stderr)
        (FOLDER / "ready").touch()
    return python


class RembgPeer:
    """Answers one request at a time; use as a context manager."""

    def __enter__(self) -> Self:
        self.home = tempfile.TemporaryDirectory()
        shutil.copy(path_of("u2netp"), Path(self.home.name) / "u2netp.onnx")
        variables = {**os.environ, "U2NET_HOME": self.home.name}
        self.process = subprocess.Popen(
            [environment(), str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=variables,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.communicate()
        self.home.cleanup()

    def mask(self, photo: Path, mask: Path) -> None:
        """Write rembg's alpha of `photo` to the grey PNG `mask`."""
        self._ask(photo=str(photo), mask=str(mask))

    def seconds(self, photo: Path, *, encoded: bool) -> float:
        """Time from the file's bytes to RGBA PNG bytes, or only to RGBA pixels."""
        return float(self._ask(photo=str(photo), encoded=encoded)["seconds"])

    def _ask(self, **request: Any) -> dict[str, Any]:
        requests, answers = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        print(json.dumps(request), file=requests, flush=True)
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer
