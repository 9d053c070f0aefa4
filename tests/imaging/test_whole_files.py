"""Half-written files are never found under their name."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from imaging.whole_files import PARTS


class Breaking(ContentFile):
    """Content whose disk runs full after the first chunk."""

    def chunks(self, chunk_size=None):
        yield b"half"
        assert not default_storage.exists("a/b.png"), "seen before it was whole"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_kept_with_its_folders():
    assert default_storage.save("a/b.png", ContentFile(b"whole")) == "a/b.png"
    with default_storage.open("a/b.png") as file:
        assert file.read() == b"whole"


def test_a_file_that_could_not_be_written_whole_leaves_nothing():
    with pytest.raises(OSError, match="No space"):
        default_storage.save("a/b.png", Breaking(b"never"))
    assert not default_storage.exists("a/b.png")
    assert list(Path(default_storage.path(PARTS)).iterdir()) == []


def test_a_name_that_is_taken_gets_another_one():
    first = default_storage.save("a/b.png", ContentFile(b"1"))
    second = default_storage.save("a/b.png", ContentFile(b"2"))
    assert first != second
    with default_storage.open(first) as file:
        assert file.read() == b"1"
