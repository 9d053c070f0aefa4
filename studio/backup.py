"""Everything an install holds in one tar: database, files, secret key, certificate. And back again.

The database is copied first. Files never change once written, so those it names are there when
they are read after it; what the hourly clean-up removes in between was already deleted for people.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from psycopg2.extensions import make_dsn

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media/"
VAR_FILES = ("secret_key", "signing/own.pem", "demo_logins.txt")


class BackupError(Exception):
    """What stands in the way, as a sentence."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is: its first member. `vendor` is the database's kind."""

    format: int
    vendor: str
    made_at: str


def backup_write(path: Path) -> int:
    """Write the backup to `path`, readable by its owner alone; the number of files in it.

    The file appears whole or not at all. Raises BackupError.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        with _private(partial) as raw, tarfile.open(fileobj=raw, mode="w") as archive:
            count = _fill(archive)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _fill(archive: tarfile.TarFile) -> int:
    manifest = Manifest(FORMAT, connection.vendor, timezone.now().isoformat())
    content = json.dumps(asdict(manifest)).encode()
    _add(archive, MANIFEST, BytesIO(content), len(content))
    with TemporaryDirectory(dir=settings.VAR_DIR, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        database_copy(copy)
        archive.add(copy, DATABASE)
    for name in VAR_FILES:
        if (settings.VAR_DIR / name).is_file():
            archive.add(settings.VAR_DIR / name, name)
    count = 0
    for name in stored_names():
        with default_storage.open(name) as file:
            _add(archive, MEDIA + name, file, file.size)
        count += 1
    return count


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes] | File, size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    archive.addfile(entry, content)  # type: ignore[arg-type]  # Django's File reads as bytes


def stored_names(folder: str = "") -> Iterator[str]:
    """Every file in the media storage, local or S3."""
    if not folder and not settings.S3_BUCKET and not Path(settings.MEDIA_ROOT).exists():
        return
    folders, files = default_storage.listdir(folder)
    for name in sorted(files):
        yield os.path.join(folder, name)
    for name in sorted(folders):
        yield from stored_names(os.path.join(folder, name))


def database_copy(path: Path) -> None:
    """One consistent copy while people go on working. Raises BackupError."""
    if connection.vendor == "sqlite":
        source = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(path)) as copy:
            live.backup(copy)
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={path}")


def _postgres(tool: str, *options: str) -> None:
    if shutil.which(tool) is None:
        raise BackupError(f"{tool} is not on this machine: apt-get install postgresql-client")
    address, password = _postgres_address()
    environment = {**os.environ, "PGPASSWORD": password}  # a command line is seen by everybody
    command = [tool, *options, f"--dbname={address}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BackupError(f"{tool} failed: {done.stderr.strip()}")


def _postgres_address() -> tuple[str, str]:
    """Where the database is with all that DATABASE_URL asks for, such as sslmode; the password."""
    asked = connection.get_connection_params()
    password = asked.pop("password", "")
    ours = ("cursor_factory", "client_encoding")
    return make_dsn(**{name: asked[name] for name in asked if name not in ours}), password


def install_is_empty() -> bool:
    """Whether a restore would overwrite nobody's work."""
    tables = connection.introspection.table_names()
    if "catalog_user" not in tables:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM catalog_user")
        return cursor.fetchone() == (0,) and next(stored_names(), None) is None


def backup_restore(path: Path) -> int:
    """Replace everything this install holds by the backup; the number of files restored.

    Raises BackupError, before anything is changed, for a file that is no backup, one cut short,
    or one of another kind of database.
    """
    try:
        with tarfile.open(path) as archive:
            members = archive.getmembers()  # reads to the end: a cut file shows itself here
            _check(archive)
            return _replace_all(archive, members)
    except (tarfile.TarError, OSError) as error:
        raise BackupError(f"{path} cannot be read as a backup: {error}") from error


def _check(archive: tarfile.TarFile) -> None:
    try:
        manifest = Manifest(**json.load(archive.extractfile(MANIFEST)))  # type: ignore[arg-type]
        archive.getmember(DATABASE)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError("This file is no backup of the studio.") from error
    if manifest.format != FORMAT:
        raise BackupError(f"The backup has format {manifest.format}; this studio reads {FORMAT}.")
    if manifest.vendor != connection.vendor:
        words = f"The backup holds a {manifest.vendor} database, this install uses"
        raise BackupError(f"{words} {connection.vendor}: set DATABASE_URL to match.")


def _replace_all(archive: tarfile.TarFile, members: list[tarfile.TarInfo]) -> int:
    with TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restore-") as folder:
        copy = Path(folder) / DATABASE
        _extract(archive, DATABASE, copy)
        names = {m.name.removeprefix(MEDIA) for m in members if m.name.startswith(MEDIA)}
        for name in names:
            _file_restore(archive, name)
        database_replace(copy)
    for name in set(stored_names()) - names:
        default_storage.delete(name)
    for name in VAR_FILES:
        if name in archive.getnames():
            _extract(archive, name, settings.VAR_DIR / name)
    return len(names)


def _extract(archive: tarfile.TarFile, name: str, target: Path) -> None:
    source = archive.extractfile(name)
    if source is None:
        raise BackupError("This file is no backup of the studio.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with source, _private(target) as file:
        shutil.copyfileobj(source, file)


def _file_restore(archive: tarfile.TarFile, name: str) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    source = archive.extractfile(MEDIA + name)
    default_storage.save(name, File(source))  # the storage refuses names that lead outside it


def database_replace(copy: Path) -> None:
    """Put `copy` in the place of the database. Raises BackupError."""
    if connection.vendor != "sqlite":
        _postgres(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(copy)
        )
        return
    connection.close()
    target = Path(connection.settings_dict["NAME"])
    # Through SQLite rather than by renaming: an old write-ahead log must not meet a new database.
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target)) as live:
        source.backup(live)
