"""The files of an import: as they were sent, and as they are stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage

from catalog.importing.archive import PhotoArchive, archive_open
from catalog.importing.package import is_package, package_open
from catalog.importing.reading import FOUND_OUT, Reading
from catalog.models import Import
from catalog.services.fetch_rows import fetches_forget
from catalog.services.storage import file_keep


@dataclass(frozen=True)
class ImportFiles:
    """What somebody sent: a sheet with its file name, a ZIP of photos perhaps, how to read them."""

    name: str
    sheet: BinaryIO
    photos: BinaryIO | None = None
    reading: Reading = FOUND_OUT


def unpacked(files: ImportFiles) -> ImportFiles:
    """A ZIP sent as the sheet holds sheet and photos, or photos alone. Raises UnreadableFile."""
    if not is_package(files.sheet):
        return files
    archive = cast(PhotoArchive, photo_archive(files.sheet))
    package = package_open(archive)
    return replace(files, sheet=package.sheet, photos=files.photos or files.sheet)


def size(stream: BinaryIO | None) -> int:
    return stream.seek(0, 2) if stream else 0


def kept(made: Import, name: str, stream: BinaryIO | None) -> str:
    if stream is None:
        return ""
    stream.seek(0)
    path = f"imports/{made.shop.tenant}/{made.pk}/{name}"
    file_keep(name=path, content=stream)
    return path


def import_drop_files(source: Import) -> None:
    """Remove what was sent and what was fetched; the rows and their report stay."""
    for name in filter(None, (source.file, source.photos)):
        default_storage.delete(name)
    fetches_forget(source=source)


def photo_archive(photos: BinaryIO | None) -> PhotoArchive | None:
    """The ZIP within the limits of this install. Raises UnreadableFile."""
    if photos is None:
        return None
    photos.seek(0)
    return archive_open(
        photos,
        max_photo_bytes=settings.MAX_UPLOAD_MB * 1_000_000,
        max_bytes=settings.MAX_ZIP_GB * 1_000_000_000,
    )


@contextmanager
def photos_opened(source: Import) -> Iterator[PhotoArchive | None]:
    """The stored ZIP of an import, None where it has none."""
    if not source.photos:
        yield None
        return
    with stored(source.photos) as stream:
        yield photo_archive(stream)


@contextmanager
def stored(name: str) -> Iterator[BinaryIO]:
    """A file of an import, open for reading."""
    with default_storage.open(name) as file:
        yield cast(BinaryIO, file)
