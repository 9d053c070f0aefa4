"""A ZIP of photos, read without trusting it."""

import stat
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from catalog.importing.problems import Problem, UnreadableFile
from imaging.errors import EngineError

MAX_FILES = 100_000
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass
class PhotoArchive:
    """Photos by the names a sheet may call them: path, or file name where only one has it."""

    archive: zipfile.ZipFile
    max_photo_bytes: int
    by_path: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)

    def find(self, name: str) -> zipfile.ZipInfo | Problem:
        """The entry that `name` means, or what is wrong."""
        wanted = folded(name)
        if wanted in self.by_path:
            return self.by_path[wanted]
        paths = self.by_name.get(PurePosixPath(wanted).name, []) if "/" not in wanted else []
        if len(paths) == 1:
            return self.by_path[paths[0]]
        code = "photo_ambiguous" if paths else "photo_missing"
        return Problem(code=code, arguments={"photo": name})

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of one photo, never more than allowed whatever its header says.

        Raises EngineError("file_too_large" | "picture_damaged").
        """
        limit = self.max_photo_bytes
        try:
            with self.archive.open(entry) as file:
                data = file.read(limit + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise EngineError("picture_damaged") from error
        if len(data) > limit:
            megabytes = round(max(entry.file_size, len(data)) / 1e6)
            raise EngineError("file_too_large", megabytes=megabytes, limit=round(limit / 1e6))
        return data


def archive_open(stream: BinaryIO, *, max_photo_bytes: int, max_bytes: int) -> PhotoArchive:
    """Open a ZIP and look at every name before anything is unpacked. Raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("not_a_zip") from error
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        raise UnreadableFile("zip_too_many", count=len(entries), limit=MAX_FILES)
    total = sum(entry.file_size for entry in entries)
    if total > max_bytes:
        limit = round(max_bytes / 1e9, 1)
        raise UnreadableFile("zip_bomb", gigabytes=round(total / 1e9, 1), limit=limit)
    photos = PhotoArchive(archive, max_photo_bytes)
    for entry in entries:
        add(photos, entry)
    return photos


def add(photos: PhotoArchive, entry: zipfile.ZipInfo) -> None:
    name = true_name(entry)
    if entry.is_dir() or any(junk in name for junk in JUNK):
        return
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise UnreadableFile("zip_encrypted")
    if is_unsafe(name) or stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFile("zip_unsafe_name", name=name)
    path = folded(name)
    photos.by_path[path] = entry
    photos.by_name.setdefault(PurePosixPath(path).name, []).append(path)


def true_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; without the UTF-8 flag it is mostly GBK that was read as code page 437."""
    if entry.flag_bits & UTF8_FLAG:
        return entry.filename
    raw = entry.filename.encode("cp437", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def is_unsafe(name: str) -> bool:
    """Whether a name points outside its folder. Nothing is unpacked by name, yet it is refused."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name


def folded(name: str) -> str:
    """A name as it is compared: NFC (macOS writes NFD), no case, forward slashes."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold().strip("/")
