"""A ZIP or a folder that holds a whole catalogue: a sheet and photos, or photos named by SKU."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from catalog.importing.archive import DAMAGE, METHODS, PhotoArchive
from catalog.importing.problems import UnreadableFile

SHEETS = {".csv", ".tsv", ".txt", ".xlsx", ".xml"}
MOST_SHEET_BYTES = 1 << 30
CHUNK = 1 << 20
WORKBOOK = "xl/workbook.xml"
NAMED_AFTER = ("sku", "photos", "named after")  # the heads that tell formats/photos.toml


@dataclass(frozen=True)
class Package:
    """A sheet by its own name, and the ZIP that its photos lie in."""

    name: str
    sheet: BinaryIO


def is_package(stream: BinaryIO) -> bool:
    """Whether a file is a ZIP, other than the ZIP that a workbook is."""
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04" or not zipfile.is_zipfile(stream):
        return False
    try:
        return WORKBOOK not in zipfile.ZipFile(stream).namelist()
    except DAMAGE:
        return False


def package_open(photos: PhotoArchive) -> Package:
    """The one sheet of a ZIP, or one made of its photos' names. Raises UnreadableFile."""
    entries = {found[0].filename: found[0] for found in photos.by_path.values()}
    sheets = [name for name in entries if PurePosixPath(name).suffix.lower() in SHEETS]
    if len(sheets) > 1:
        raise UnreadableFile("package_sheets", count=len(sheets), names=", ".join(sheets[:3]))
    if sheets:
        entry = entries[sheets[0]]
        return Package(PurePosixPath(entry.filename).name, copied(photos.archive, entry))
    if not photos.by_sku:
        raise UnreadableFile("package_empty")
    return Package("photos.csv", sheet_of_names(photos))


def copied(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    """A file of the archive in a temporary one, never more than allowed."""
    if entry.file_size > MOST_SHEET_BYTES:
        limit = round(MOST_SHEET_BYTES / 1e6)
        raise UnreadableFile("package_sheet_large", name=entry.filename, limit=limit)
    if entry.compress_type not in METHODS:
        raise UnreadableFile("zip_method", photo=entry.filename)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the caller reads it)
    try:
        with archive.open(entry) as source:
            while data := source.read(CHUNK):  # zipfile stops at file_size, checked above
                file.write(data)
    except DAMAGE as error:
        raise UnreadableFile("not_a_zip") from error
    return cast(BinaryIO, file)


def sheet_of_names(photos: PhotoArchive) -> BinaryIO:
    """A CSV with a row for each SKU that photos are named after."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the caller reads it)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(NAMED_AFTER)
    for sku, paths in photos.by_sku.items():
        writer.writerow((sku, "|".join(paths), PurePosixPath(paths[0]).name))
    text.flush()
    text.detach()
    return cast(BinaryIO, file)


def folder_packed(folder: Path) -> BinaryIO:
    """A folder's files as a ZIP in a temporary file; links are left out, they may lead anywhere."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the caller reads it)
    with zipfile.ZipFile(file, "w", strict_timestamps=False) as archive:
        for path in files_below(folder):
            archive.write(path, path.relative_to(folder).as_posix())
    return cast(BinaryIO, file)


def files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from files_below(path)
        elif path.is_file():
            yield path
