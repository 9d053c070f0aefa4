"""ZIPs of photos: names found as shops write them, and archives that must not be trusted."""

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest

from catalog.importing.archive import PhotoArchive, archive_open
from catalog.importing.problems import Problem, UnreadableFile
from imaging.errors import EngineError
from tests.pictures import flat_picture, jpeg_of, product_jpeg
from tests.sheets import zip_of

MB = 1_000_000


def opened(data: bytes, *, max_photo_bytes: int = MB, max_bytes: int = 10 * MB) -> PhotoArchive:
    return archive_open(io.BytesIO(data), max_photo_bytes=max_photo_bytes, max_bytes=max_bytes)


def refusal(data: bytes, **limits: int) -> str:
    with pytest.raises(UnreadableFile) as caught:
        opened(data, **limits)
    return caught.value.problem.code


def found(archive: PhotoArchive, name: str) -> bytes | str:
    """The bytes a name leads to, or the code of what is wrong."""
    entry = archive.find(name)
    return entry.code if isinstance(entry, Problem) else archive.read(entry)


def entry_of(name: str, mode: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return entry


def zip_with(entry: zipfile.ZipInfo, data: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, data)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["front/A.jpg", "front\\a.JPG", "./front/a.jpg", "a.jpg"])
def test_a_photo_is_found_by_its_path_or_by_its_name_alone(name):
    assert found(opened(zip_of({"front/a.jpg": b"one", "b.jpg": b"two"})), name) == b"one"


def test_a_name_that_two_folders_have_needs_the_folder():
    archive = opened(zip_of({"front/a.jpg": b"front", "back/a.jpg": b"back", "c.jpg": b"c"}))

    assert found(archive, "a.jpg") == "photo_ambiguous"
    assert found(archive, "back/a.jpg") == b"back"
    assert found(archive, "d.jpg") == "photo_missing"


def test_a_photo_at_the_top_goes_before_its_namesake_in_a_folder():
    archive = opened(zip_of({"a.jpg": b"top", "back/a.jpg": b"back"}))

    assert found(archive, "a.jpg") == b"top"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_path_that_is_there_twice_is_ambiguous():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.jpg", b"one")
        archive.writestr("a.jpg", b"two")

    assert found(opened(buffer.getvalue()), "a.jpg") == "photo_ambiguous"


def test_chinese_names_are_found_in_utf8_gbk_and_decomposed_zips():
    plain = zip_of({"瓶子.jpg": b"utf-8"})
    # Windows in China writes GBK without the UTF-8 flag: same length, so patched in place.
    gbk = zip_of({"aabb.jpg": b"gbk"}).replace(b"aabb", "瓶子".encode("gbk"))

    assert found(opened(plain), "瓶子.jpg") == b"utf-8"
    assert found(opened(gbk), "瓶子.jpg") == b"gbk"
    assert found(opened(zip_of({"Cafe\u0301.jpg": b"nfd"})), "Caf\u00e9.jpg") == b"nfd"


def test_what_systems_leave_in_zips_is_passed_over():
    photos = {"__MACOSX/._a.jpg": b"junk", "x/.DS_Store": b"junk", "x/a.jpg": b"photo"}

    assert found(opened(zip_of(photos)), "a.jpg") == b"photo"


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip at all", zip_of({"a.jpg": b"x" * 99})[:60]],
    ids=["empty", "text", "cut"],  # a ZIP's bytes hold the time, and names must be the same twice
)
def test_what_is_no_zip_is_refused(data):
    assert refusal(data) == "not_a_zip"


@pytest.mark.parametrize(
    "name",
    ["../a.jpg", "x/../../a.jpg", "/etc/passwd", "..\\a.jpg", "C:\\a.jpg", "\\\\host\\a.jpg"],
)
def test_a_name_that_leads_outside_is_refused(name):
    assert refusal(zip_with(entry_of(name))) == "zip_unsafe_name"


def test_a_symbolic_link_is_refused():
    link = entry_of("a.jpg", stat.S_IFLNK | 0o777)

    assert refusal(zip_with(link, b"/etc/passwd")) == "zip_unsafe_name"


def test_a_password_is_asked_to_be_taken_off():
    data = bytearray(zip_of({"a.jpg": b"x"}))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1

    assert refusal(bytes(data)) == "zip_encrypted"


def test_a_zip_that_declares_too_much_is_refused_before_anything_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"{number}.jpg", bytes(MB))

    assert len(buffer.getvalue()) < 20_000
    assert refusal(buffer.getvalue()) == "zip_bomb"


def test_a_photo_that_lies_about_its_size_is_damaged_and_never_unpacked_whole():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", bytes(9 * MB))
    data = bytearray(buffer.getvalue())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 1000)

    archive = opened(bytes(data))
    tracemalloc.start()
    try:
        with pytest.raises(EngineError) as caught:
            archive.read(archive.by_path["a.jpg"][0])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == "picture_damaged"
    assert peak < MB


def test_a_photo_over_the_limit_is_refused_alone():
    archive = opened(zip_of({"a.jpg": bytes(2 * MB), "b.jpg": b"x"}))

    assert archive.check("a.jpg") == Problem(
        code="file_too_large", arguments={"megabytes": 2, "limit": 1, "photo": "a.jpg"}
    )
    assert found(archive, "b.jpg") == b"x"


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr("catalog.importing.archive.MAX_FILES", 2)

    assert refusal(zip_of({"a": b"", "b": b"", "c": b""})) == "zip_too_many"


def test_a_rare_way_of_packing_is_refused_for_its_photo():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.jpg", b"x")

    assert found(opened(buffer.getvalue()), "a.jpg") == "zip_method"


def test_a_photo_damaged_inside_the_zip_is_said_to_be_damaged():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", product_jpeg(64, 48))
    data = bytearray(buffer.getvalue())
    data[60:200] = bytes(140)

    problem = opened(bytes(data)).check("a.jpg")

    assert isinstance(problem, Problem)
    assert problem.code == "picture_damaged"


def test_a_photo_is_checked_to_its_last_row_of_pixels():
    whole = jpeg_of(flat_picture())
    archive = opened(zip_of({"a.jpg": whole, "cut.jpg": whole[:-200], "note.txt": b"hello"}))

    assert isinstance(archive.check("a.jpg"), str)
    cut, note = archive.check("cut.jpg"), archive.check("note.txt")
    assert isinstance(cut, Problem)
    assert cut.code == "picture_damaged"
    assert isinstance(note, Problem)
    assert note.code == "not_a_picture"
