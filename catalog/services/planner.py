"""What the database's planner knows of the tables."""

from django.db import connection

ROWS_LOOKED_AT = 400  # of each index, so that it takes milliseconds whatever the size


def planner_inform() -> None:
    """Tell SQLite how its rows are spread; PostgreSQL finds out by itself.

    Without it lists of large shops are read by the wrong index.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
