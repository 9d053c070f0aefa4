"""Files on a local disk, whole or not there."""

import os
import uuid
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

PARTS = ".parts"  # files while they are written; what a killed process left there is cleared away


class WholeFiles(FileSystemStorage):
    """A local folder whose files are written apart and then moved into place.

    A process killed, or a disk run full, while writing never leaves half a picture under a name
    that promises its content: the next upload of the same photo would take it for stored.
    """

    def _save(self, name: str, content: File[Any]) -> str:
        part, whole = f"{PARTS}/{uuid.uuid4().hex}", Path(self.path(name))
        try:
            super()._save(part, content)  # type: ignore[misc]  # not in its stubs
            whole.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.path(part), whole)
        except BaseException:
            self.delete(part)
            raise
        return name
