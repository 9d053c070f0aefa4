"""python -m imaging.adverts: fetch the font files that come in wheels; name those that lack."""

import sys

from imaging.adverts.faces import FACES
from imaging.adverts.font_files import fetch
from imaging.errors import EngineError


def main() -> int:
    """Fetch and check every face; 1 if one is not here afterwards."""
    return max(_fetch(key) for key in FACES)


def _fetch(key: str) -> int:
    try:
        fetch(key)
    except EngineError as error:
        print(f"{key}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
