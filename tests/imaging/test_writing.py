"""Files that are written whole."""

import pytest

from imaging.writing import write_whole


def test_a_file_takes_the_place_of_the_one_before(tmp_path):
    path = tmp_path / "shoe.jpg"

    write_whole(path, b"first")
    write_whole(path, b"second, longer")

    assert path.read_bytes() == b"second, longer"
    assert [one.name for one in tmp_path.iterdir()] == ["shoe.jpg"]


def test_what_cannot_be_written_leaves_the_file_that_was_there(tmp_path):
    path = tmp_path / "shoe.jpg"
    path.write_bytes(b"kept")
    (tmp_path / ".shoe.jpg.part").mkdir()  # where the new one would be written

    with pytest.raises(IsADirectoryError):
        write_whole(path, b"new")

    assert path.read_bytes() == b"kept"
