"""Files in a bucket: S3 behaving as a folder does for the rest of the studio."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from threading import Lock
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

READ_AHEAD_BYTES = 1 << 20
CLIENT = Config(
    signature_version="s3v4",
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "max_attempts": 3},
    max_pool_connections=20,
    # Servers other than Amazon's may not know its newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):
    """One bucket. A file that is not there is FileNotFoundError, all other trouble an OSError."""

    _shared: Any = None
    _making = Lock()

    def get_default_settings(self) -> dict[str, Any]:
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {"client_config": CLIENT}

    @property
    def connection(self) -> Any:
        """One for all threads: a new one takes 0.4 s, and every ASGI request has a new thread."""
        with self._making:
            if self._shared is None:
                self._shared = super().connection
        return self._shared

    def exists(self, name: str) -> bool:
        with os_errors():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with os_errors():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with os_errors():
            folders, files = super().listdir(name)
        return folders, files

    def _save(self, name: str, content: Any) -> str:
        with os_errors():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """The file, read from the bucket as far as it is read: a ZIP of 4 GB is not fetched."""
        if mode != "rb":
            raise ValueError("a file of a bucket is opened for reading alone")
        key = self._normalize_name(name)
        stored = Stored(self.connection.meta.client, self.bucket_name, key)
        return File(BufferedReader(stored, READ_AHEAD_BYTES), name)


class Stored(RawIOBase):
    """An object in a bucket; every read is one ranged request."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        self.client, self.place, self.at = client, {"Bucket": bucket, "Key": key}, 0
        with os_errors():
            self.size = int(client.head_object(**self.place)["ContentLength"])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        self.at = max(0, offset + {SEEK_SET: 0, SEEK_CUR: self.at, SEEK_END: self.size}[whence])
        return self.at

    def readinto(self, buffer: Any) -> int:
        data = self._fetch(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        return self._fetch(self.size)

    def _fetch(self, count: int) -> bytes:
        """At most `count` bytes from where we are."""
        end = min(self.at + count, self.size)
        if end <= self.at:
            return b""
        with os_errors():
            answer = self.client.get_object(**self.place, Range=f"bytes={self.at}-{end - 1}")
            data = bytes(answer["Body"].read())
        self.at += len(data)
        return data


@contextmanager
def os_errors() -> Iterator[None]:
    """A bucket that is away or refuses is an OSError, as a disk that fails is."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            raise FileNotFoundError(str(error)) from error
        raise OSError(f"the bucket refuses: {error}") from error
    except (Boto3Error, BotoCoreError) as error:
        raise OSError(f"the bucket does not answer: {error}") from error
