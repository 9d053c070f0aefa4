"""A ZIP of photos, read without trusting it."""

import hashlib
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from django.conf import settings

from catalog.importing.problems import Problem, UnreadableFile
from imaging import codec
from imaging.errors import EngineError

MAX_FILES = 100_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others can grow a thousandfold in one read
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
JUNK = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$)")
PICTURES = {
    *(".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff"),
    *(".bmp", ".gif", ".tbi"),
}
NUMBERED = re.compile(r"(_\d{1,2}| ?\(\d{1,2}\))$")
ADDRESS = re.compile(r"(https?|ftp)://|//", re.IGNORECASE)
DRIVE = re.compile(r"[A-Za-z]:")
# All that zipfile and its decompressors were seen to raise on archives cut short or made by hand.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(OSError, EOFError, NotImplementedError, ValueError, RuntimeError),
)
Entries = dict[str, list[zipfile.ZipInfo]]


@dataclass
class PhotoArchive:
    """Photos by the names a sheet may call them: path, or file name where only one has it."""

    archive: zipfile.ZipFile
    max_photo_bytes: int
    by_path: Entries = field(default_factory=dict)
    by_name: Entries = field(default_factory=dict)

    def find(self, name: str) -> zipfile.ZipInfo | Problem:
        """The entry that `name` means, or what is wrong."""
        wanted = folded(name)
        found = self.by_path.get(wanted) or self.by_name.get(wanted) or []
        if len(found) != 1:
            code = "photo_ambiguous" if found else "photo_missing"
            return Problem(code=code, arguments={"photo": name})
        if found[0].compress_type not in METHODS:
            return Problem(code="zip_method", arguments={"photo": name})
        return found[0]

    @cached_property
    def by_sku(self) -> dict[str, list[str]]:
        """The paths of photos by the SKU that they are named after."""
        return photos_by_sku([entries[0].filename for entries in self.by_path.values()])

    def find_for(self, name: str) -> zipfile.ZipInfo | Problem:
        """As `find`, of a name as a sheet has it: of an address its file name counts."""
        return self.find(file_name(name) if is_address(name) else name)

    def has(self, name: str) -> bool:
        """Whether there is one file for a name as a sheet has it."""
        return isinstance(self.find_for(name), zipfile.ZipInfo)

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of one photo, never more than allowed whatever its header says.

        Raises EngineError("file_too_large" | "picture_damaged").
        """
        limit = self.max_photo_bytes
        if entry.file_size > limit:
            megabytes = round(entry.file_size / 1e6)
            raise EngineError("file_too_large", megabytes=megabytes, limit=round(limit / 1e6))
        try:
            with self.archive.open(entry) as file:
                # Asked for all of it, zipfile would unpack 2 GB before it cuts at file_size.
                return file.read(entry.file_size + 1)
        except DAMAGE as error:
            raise EngineError("picture_damaged") from error

    def check(self, name: str) -> str | Problem:
        """The SHA-256 of a photo that can be decoded, or what is wrong with it."""
        entry = self.find_for(name)
        if isinstance(entry, Problem):
            return entry
        try:
            data = self.read(entry)
            codec.probe(data)
            codec.thumbnail(data)  # the cheapest way to know that the pixels are all there
        except EngineError as error:
            return Problem(code=error.code, arguments={**error.arguments, "photo": name})
        return hashlib.sha256(data).hexdigest()


def is_address(name: str) -> bool:
    return bool(ADDRESS.match(name))


def is_ours(name: str) -> bool:
    """Whether it is the address of a picture that this studio published: no photo, coming back."""
    return name.startswith(f"{settings.SITE_URL}/pictures/")


def file_name(address: str) -> str:
    """The name that a browser would save a picture under."""
    return PurePosixPath(unquote(urlsplit(address).path)).name


def photos_by_sku(paths: list[str]) -> dict[str, list[str]]:
    """Photos by SKU: `SKU.jpg`, `SKU_2.jpg`, `SKU (2).jpg` or `SKU/anything.jpg`."""
    parts = {path: PurePosixPath(path.replace("\\", "/")).parts for path in sorted(paths)}
    tops = {one[0] for one in parts.values()}
    # One folder around everything is how archives are made, unless its photos have mere numbers.
    is_wrapped = len(tops) == 1 and not any(
        len(one) == 2 and PurePosixPath(one[1]).stem.isdecimal() for one in parts.values()
    )
    found: dict[str, list[str]] = {}
    for path, names in parts.items():
        own = names[1:] if is_wrapped and len(names) > 1 else names
        if PurePosixPath(own[-1]).suffix.lower() in PICTURES:
            sku = own[0] if len(own) > 1 else NUMBERED.sub("", PurePosixPath(own[0]).stem)
            found.setdefault(sku, []).append(path)
    return found


def archive_open(stream: BinaryIO, *, max_photo_bytes: int, max_bytes: int) -> PhotoArchive:
    """Open a ZIP and look at every name before anything is unpacked. Raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
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
    if entry.is_dir() or JUNK.search(entry.filename):
        return
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise UnreadableFile("zip_encrypted")
    for name in readings(entry):
        if is_unsafe(name) or stat.S_ISLNK(entry.external_attr >> 16):
            raise UnreadableFile("zip_unsafe_name", name=name)
        path = folded(name)
        photos.by_path.setdefault(path, []).append(entry)
        photos.by_name.setdefault(PurePosixPath(path).name, []).append(entry)


def readings(entry: zipfile.ZipInfo) -> set[str]:
    """What the entry's name may be. Without the UTF-8 flag most are GBK, some UTF-8 or old DOS."""
    names = {entry.filename}
    if entry.flag_bits & UTF8_FLAG:
        return names
    raw = entry.filename.encode("cp437", "ignore")  # as zipfile decoded it
    for encoding in ("utf-8", "gb18030"):
        try:
            names.add(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return names


def is_unsafe(name: str) -> bool:
    """Whether a name points outside its folder. Nothing is unpacked by name, yet it is refused."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or bool(DRIVE.match(name))


def folded(name: str) -> str:
    """A name as it is compared: NFC (macOS writes NFD), no case, forward slashes."""
    path = unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()
    return path.removeprefix("./").strip("/")
