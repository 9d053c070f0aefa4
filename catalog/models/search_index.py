"""The index that search reads, kept by each database in its own way; migrations know nothing of it.

SQLite: an FTS5 table of trigrams, which triggers keep. A migration that makes the table of products
anew drops them, so they are looked for after every `migrate`. PostgreSQL: a trigram index, if the
database's owner may have the extensions; without it search is right, and slow in large shops. Both
know each product's shop: a small one does not read through the words of a large one.
"""

import logging
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)

TABLE = "catalog_product_search"
# A shop is one letter for private use, three times. Two shops may share one: rows tell them apart.
FIRST_LETTER, LETTERS = 0xF0000, 65_000
TEXT = (
    "{row}.search_text || "
    f"replace('...', '.', char({FIRST_LETTER} + {{row}}.shop_id % {LETTERS}))"
)
CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(search_text, content='', detail=none, "
    "tokenize='trigram case_sensitive 1')"
)
ADD = f"INSERT INTO {TABLE} (rowid, search_text) "
NEW = f"{ADD}VALUES (new.id, {TEXT.format(row='new')});"
OLD = (
    f"INSERT INTO {TABLE} ({TABLE}, rowid, search_text) "
    f"VALUES ('delete', old.id, {TEXT.format(row='old')});"
)
TRIGGERS = {
    f"{TABLE}_added": f"AFTER INSERT ON catalog_product BEGIN {NEW} END",
    f"{TABLE}_removed": f"AFTER DELETE ON catalog_product BEGIN {OLD} END",
    f"{TABLE}_changed": (
        "AFTER UPDATE OF search_text ON catalog_product "
        f"WHEN old.search_text <> new.search_text BEGIN {OLD} {NEW} END"
    ),
}
SQLITE = {
    TABLE: CREATE,
    **{name: f"CREATE TRIGGER {name} {event}" for name, event in TRIGGERS.items()},
}
EXTENSIONS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
)
INDEX = (
    f"CREATE INDEX IF NOT EXISTS {TABLE} ON catalog_product "
    "USING gin (shop_id, search_text gin_trgm_ops)"
)


def shop_letters(shop_id: int) -> str:
    """How SQLite's index knows a shop."""
    return chr(FIRST_LETTER + shop_id % LETTERS) * 3


def search_index_keep(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Make what is missing of the index, after every `migrate`."""
    connection = connections[using]
    if "catalog_product" in connection.introspection.table_names():
        {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](connection)


def _sqlite(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{TABLE}%"])
        there = dict(cursor.fetchall())
        if all(there.get(name) == sql for name, sql in SQLITE.items()):
            return
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        for statement in SQLITE.values():
            cursor.execute(statement)
        cursor.execute(f"{ADD}SELECT p.id, {TEXT.format(row='p')} FROM catalog_product p")


def _postgresql(connection: BaseDatabaseWrapper) -> None:
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in (*EXTENSIONS, INDEX):
                cursor.execute(statement)
    except DatabaseError as error:
        logger.warning(
            "search has no index and is slow in large shops: run “%s” as a database administrator,"
            " then “manage.py migrate” again (%s)",
            "; ".join(EXTENSIONS),
            error,
        )
