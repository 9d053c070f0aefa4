"""Where an import that a command begins comes from: a file, a folder, or a bucket of S3."""

from pathlib import Path
from typing import Any, BinaryIO

import boto3
from botocore.config import Config
from django.conf import settings
from django.core.files.storage import default_storage

from catalog.importing.bucket import SCHEME, Place, bucket_opened
from catalog.importing.package import folder_packed

PATIENT = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard"})


def source_opened(source: str) -> tuple[str, BinaryIO]:
    """The name and bytes of a file; of a folder, or what lies below an address, as a ZIP.

    Raises OSError, UnreadableFile.
    """
    if source.startswith(SCHEME):
        place = Place.of(source)
        limit = settings.MAX_ZIP_GB * 1_000_000_000
        return place.name, bucket_opened(bucket_client(), place, max_bytes=limit)
    path = Path(source)
    return path.name, folder_packed(path) if path.is_dir() else path.open("rb")


def bucket_client() -> Any:
    """The studio's own S3 where it keeps its files there, else what the AWS variables say."""
    own = getattr(default_storage, "connection", None)
    return own.meta.client if own else boto3.Session().client("s3", config=PATIENT)
