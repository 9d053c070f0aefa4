"""Which Mitsuba draws: compiled by LLVM, plain, or on a GPU. One choice for a whole process."""

import os
import re
from functools import cache
from glob import glob
from typing import Any

from imaging.errors import EngineError

VARIANTS = {"llvm": "llvm_ad_rgb", "scalar": "scalar_rgb", "cuda": "cuda_ad_rgb"}
FOLDERS = ("/usr/lib/*", "/usr/lib", "/usr/lib/llvm-*/lib", "/usr/local/lib", "/opt/homebrew/lib")
OLDEST_LLVM = 17  # older ones end the whole process on instructions of newer processors
BEST_LLVM = 19


@cache
def backend() -> str:
    """Name of the Mitsuba variant in use, chosen from STUDIO_SCENE_BACKEND at the first call.

    auto (the default) takes LLVM where its library is installed, else the plain variant, and
    never a GPU. Raises EngineError("scene_backend") when what was asked for is not possible.
    """
    wanted = os.environ.get("STUDIO_SCENE_BACKEND") or "auto"
    if wanted != "auto":
        return _asked(wanted)
    return VARIANTS["llvm"] if _works("llvm") else _asked("scalar")


@cache
def renderer() -> Any:
    """The mitsuba module, with the process's variant set. Raises EngineError("scene_backend")."""
    backend()
    import mitsuba

    return mitsuba


def version() -> str:
    """What draws, e.g. "mitsuba 3.9.1 llvm_ad_rgb". Raises EngineError("scene_backend")."""
    return f"mitsuba {renderer().__version__} {backend()}"


def _asked(wanted: str) -> str:
    if wanted not in VARIANTS or not _works(wanted):
        raise EngineError("scene_backend", wanted=wanted)
    return VARIANTS[wanted]


def _works(kind: str) -> bool:
    """Whether `kind` can be set in this process; it then is set."""
    if kind == "llvm" and not _llvm_is_found():
        return False
    import mitsuba

    try:
        mitsuba.set_variant(VARIANTS[kind])
        mitsuba.Float(1) + 1
    except ImportError:
        return False
    return True


def _llvm_is_found() -> bool:
    """Whether Dr.Jit knows a libLLVM to use: the operator's, else the best one installed."""
    if not os.environ.get("DRJIT_LIBLLVM_PATH"):
        found = llvm_libraries()
        if not found:
            return False
        os.environ["DRJIT_LIBLLVM_PATH"] = found[0]
    return True


def llvm_libraries(folders: tuple[str, ...] = FOLDERS) -> list[str]:
    """Paths of installed libLLVM that are new enough, the best first."""
    names = [path for folder in folders for path in glob(f"{folder}/libLLVM*")]
    versions = {path: _llvm_version(path) for path in names}
    usable = [path for path, number in versions.items() if number >= OLDEST_LLVM]
    return sorted(usable, key=lambda path: (versions[path] != BEST_LLVM, -versions[path], path))


def _llvm_version(path: str) -> int:
    """Major version from a file's name, 0 where it has none."""
    found = re.search(r"libLLVM(?:-(\d+)[.\d]*\.(?:so|dylib)|\.so\.(\d+)[.\d]*)", path)
    return int(found[1] or found[2]) if found else 0
