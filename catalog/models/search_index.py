"""The index that search reads, kept by each database in its own way; migrations know nothing of it.

SQLite: an FTS5 table of trigrams, which triggers keep. A migration that makes the table of products
anew drops them, so they are looked for after every `migrate`. PostgreSQL: a trigram index, if the
database's owner may have the extension; without it search is right, and slow in large shops.
"""

import logging
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)

TABLE = "catalog_product_search"
NEW = f"INSERT INTO {TABLE} (rowid, search_text) VALUES (new.id, new.search_text);"
OLD = (
    f"INSERT INTO {TABLE} ({TABLE}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
)
TRIGGERS = {
    "added": f"AFTER INSERT ON catalog_product BEGIN {NEW} END",
    "removed": f"AFTER DELETE ON catalog_product BEGIN {OLD} END",
    "changed": (
        "AFTER UPDATE OF search_text ON catalog_product "
        f"WHEN old.search_text <> new.search_text BEGIN {OLD} {NEW} END"
    ),
}
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX IF NOT EXISTS {TABLE} ON catalog_product USING gin (search_text gin_trgm_ops)",
)


def search_index_keep(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Make what is missing of the index, after every `migrate`."""
    connection = connections[using]
    if "catalog_product" not in connection.introspection.table_names():
        return  # migrated back to before there were products
    {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](connection)


def _sqlite(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        names = tuple(f"{TABLE}_{event}" for event in TRIGGERS)
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        if set(names) <= {name for (name,) in cursor.fetchall()}:
            return
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(search_text, detail=none, "
            "content='catalog_product', content_rowid='id', tokenize='trigram case_sensitive 1')"
        )
        for name, event in zip(names, TRIGGERS.values(), strict=True):
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {event}")
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('rebuild')")


def _postgresql(connection: BaseDatabaseWrapper) -> None:
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in POSTGRESQL:
                cursor.execute(statement)
    except DatabaseError as error:
        logger.warning(
            "search has no index and is slow in large shops: run “%s” as a database administrator, "
            "then “manage.py migrate” again (%s)",
            POSTGRESQL[0],
            error,
        )
