"""Room on local disks: asked before something large is written, and known when it ran out."""

import errno
import shutil
from pathlib import Path

from django.conf import settings

FULL = (errno.ENOSPC, errno.EDQUOT)


def has_room(folder: Path, *, needed_bytes: int = 0) -> bool:
    """Whether enough is left free where `folder` is after `needed_bytes` more were written."""
    left = shutil.disk_usage(folder).free - needed_bytes
    return left >= settings.MIN_FREE_DISK_MB * 1_000_000


def is_full(error: BaseException) -> bool:
    """Whether `error` says that a disk, or somebody's share of it, is full."""
    return isinstance(error, OSError) and error.errno in FULL
