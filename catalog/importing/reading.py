"""How a file is to be read, where the seller says so; what is left empty is found out."""

import hashlib
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from catalog.importing.formats import key

ENCODINGS = {  # what may be chosen, and its name
    "utf-8-sig": "UTF-8",
    "gb18030": "GBK / GB 18030",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "big5hkscs": "Big5",
    "cp932": "Shift JIS",
    "cp1252": "Windows-1252",
}


class Reading(BaseModel, frozen=True, extra="forbid"):
    """Format, encoding, the currency of prices that name none, and columns by head."""

    format: str = ""
    encoding: str = ""
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    columns: dict[str, str] = {}

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(exclude_defaults=True)


FOUND_OUT = Reading()


def heads_fingerprint(heads: Sequence[str]) -> str:
    """What stays the same when the same shop system exports again: its heads, in order."""
    return hashlib.sha256("\n".join(key(head) for head in heads).encode()).hexdigest()
