"""Where Debian puts PostgreSQL's server programs, which are on nobody's PATH."""

from pathlib import Path


def postgres_programs() -> Path | None:
    """The folder of initdb and postgres, the newest where there are several."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = max(folders, key=lambda path: int(path.parts[-3]), default=None)
    return found.parent if found else None
