"""Room on disk, by hand-worked numbers."""

import errno
import shutil

import pytest

from imaging.disk import has_room, is_full


@pytest.mark.parametrize("needed, enough", [(0, True), (20_000_000, True), (20_000_001, False)])
def test_what_is_left_must_reach_the_settings_megabytes(
    tmp_path, settings, monkeypatch, needed, enough
):
    settings.MIN_FREE_DISK_MB = 5
    usage = shutil.disk_usage(tmp_path)._replace(free=25_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)

    assert has_room(tmp_path, needed_bytes=needed) is enough


@pytest.mark.parametrize(
    "error, full",
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (PermissionError(errno.EACCES, "Permission denied"), False),
        (ValueError("no"), False),
    ],
)
def test_a_full_disk_and_a_full_share_of_it_are_told_from_other_trouble(error, full):
    assert is_full(error) is full
