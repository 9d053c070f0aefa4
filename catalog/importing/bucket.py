"""Files in a bucket of S3 as a package: looked at first, then fetched a piece at a time."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from catalog.importing.archive import JUNK, MAX_FILES
from catalog.importing.problems import UnreadableFile

SCHEME = "s3://"
CHUNK = 1 << 20
BIG = 1 << 31  # bytes: a file of a ZIP that needs longer numbers


@dataclass(frozen=True)
class Stored:
    """An object: its key and its bytes."""

    key: str
    size: int


@dataclass(frozen=True)
class Place:
    """What `s3://bucket/prefix` says."""

    address: str
    bucket: str
    prefix: str

    @classmethod
    def of(cls, address: str) -> "Place":
        """Raises UnreadableFile where no bucket is named."""
        bucket, _, prefix = address.removeprefix(SCHEME).partition("/")
        if not bucket:
            raise UnreadableFile("bucket_address", address=address)
        return cls(address, bucket, prefix.strip("/"))

    @property
    def name(self) -> str:
        """What an import from here is called."""
        return PurePosixPath(self.prefix).name or self.bucket


def bucket_opened(client: Any, place: Place, *, max_bytes: int) -> BinaryIO:
    """The file at `place`, or the ZIP of all that lies below it, in a temporary file.

    Raises UnreadableFile: nothing there, too much, no access, no answer.
    """
    with told(place):
        exactly = objects(client, place.bucket, place.prefix, at_most=1)
        single = [one for one in exactly if one.key == place.prefix]
        if single:
            small_enough(single, place, max_bytes)
            return fetched(client, place.bucket, single[0])
        below = f"{place.prefix}/" if place.prefix else ""
        found = [one for one in objects(client, place.bucket, below) if not is_left_out(one.key)]
        if not found:
            raise UnreadableFile("bucket_empty", address=place.address)
        small_enough(found, place, max_bytes)
        return packed(client, place.bucket, found, below)


def objects(client: Any, bucket: str, prefix: str, at_most: int = MAX_FILES + 1) -> list[Stored]:
    """What lies in a bucket under names that begin with `prefix`, by name."""
    pages = client.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix=prefix, PaginationConfig={"MaxItems": at_most}
    )
    return [Stored(one["Key"], one["Size"]) for page in pages for one in page.get("Contents", ())]


def is_left_out(key: str) -> bool:
    """Whether it only stands for a folder, or a computer left it there."""
    return key.endswith("/") or bool(JUNK.search(key))


def small_enough(found: list[Stored], place: Place, max_bytes: int) -> None:
    if len(found) > MAX_FILES:
        raise UnreadableFile("bucket_too_many", address=place.address, limit=MAX_FILES)
    if sum(one.size for one in found) > max_bytes:
        limit = round(max_bytes / 1e9, 1)
        raise UnreadableFile("bucket_too_large", address=place.address, limit=limit)


def fetched(client: Any, bucket: str, one: Stored) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the caller reads it)
    copy(client, bucket, one, file)
    file.seek(0)
    return cast(BinaryIO, file)


def packed(client: Any, bucket: str, found: list[Stored], below: str) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the caller reads it)
    with zipfile.ZipFile(file, "w") as archive:
        for one in found:
            entry = zipfile.ZipInfo(one.key.removeprefix(below))
            with archive.open(entry, "w", force_zip64=one.size >= BIG) as target:
                copy(client, bucket, one, target)
    return cast(BinaryIO, file)


def copy(client: Any, bucket: str, one: Stored, target: IO[bytes]) -> None:
    """The bytes of an object, no more than it had when it was looked at."""
    left = one.size
    with client.get_object(Bucket=bucket, Key=one.key)["Body"] as body:
        while left and (data := body.read(min(CHUNK, left))):
            target.write(data)
            left -= len(data)


@contextmanager
def told(place: Place) -> Iterator[None]:
    """What S3 refuses, as something that can be read and mended."""
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise UnreadableFile("bucket_keys") from error
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        if code in ("NoSuchBucket", "404"):
            raise UnreadableFile("bucket_missing", bucket=place.bucket) from error
        raise UnreadableFile("bucket_refused", address=place.address, reason=code) from error
    except BotoCoreError as error:
        raise UnreadableFile("bucket_away", reason=str(error)) from error
