"""What earlier rows of a file had, on disk: memory does not grow with rows."""

import sqlite3
from collections.abc import Iterable


class Seen:
    """SKUs and groups, and the number of the row that had each first."""

    def __init__(self, known: Iterable[tuple[str, str, int]] = ()) -> None:
        self.rows = sqlite3.connect("")  # a private file that goes when it is closed
        self.rows.execute("CREATE TABLE seen (kind, name, number, PRIMARY KEY (kind, name))")
        self.rows.execute("PRAGMA journal_mode = OFF")
        self.rows.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", known)

    def first(self, kind: str, name: str, number: int) -> int:
        """The number of the first row with this name; remembers `number` when there was none."""
        self.rows.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (kind, name, number))
        asked = self.rows.execute("SELECT number FROM seen WHERE kind=? AND name=?", (kind, name))
        found: int = asked.fetchone()[0]
        return found
