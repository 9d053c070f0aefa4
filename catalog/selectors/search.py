"""Which products hold the words that somebody searches for."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from catalog.models import Product, Shop
from catalog.models.product import needles
from catalog.models.search_index import TABLE, shop_letters

LONGEST_QUERY = 200  # characters: every word costs the database a condition
# More than so many products are not looked up by their keys: the newest of them are soon found
# without an index, by reading from the newest on.
MOST_BY_KEY = 1_000
# Each looks among what the index finds, stops at the limit, and leaves no choice to a planner,
# which cannot know how seldom a word is.
SQLITE = (
    f"SELECT p.id FROM {TABLE} f CROSS JOIN catalog_product p ON p.id = f.rowid "
    f"WHERE {TABLE} MATCH %s AND p.shop_id = %s AND {{has}} LIMIT %s"
)
POSTGRESQL = (
    "WITH found AS MATERIALIZED (SELECT p.id FROM catalog_product p WHERE {has} AND p.shop_id = %s)"
    " SELECT id FROM found LIMIT %s"
)


def products_holding(shop: Shop, products: QuerySet[Product], query: str) -> QuerySet[Product]:
    """Those of the shop's `products` that hold every word of `query`.

    A word of one character is a whole word, of two the beginning of one, of more any part of one;
    each Chinese character is a word's part by itself. Asks the database at once.
    """
    words = needles(query[:LONGEST_QUERY].replace("\0", " "))
    if not words:
        return products
    found = product_ids(shop, words)
    if len(found) <= MOST_BY_KEY:
        return products.filter(pk__in=found)
    for word in words:
        products = products.filter(GreaterThan(StrIndex("search_text", Value(word)), 0))
    return products


def product_ids(shop: Shop, words: Sequence[str]) -> list[int]:
    """The shop's products, archived ones too, that hold all `words`; MOST_BY_KEY + 1 at most."""
    limit = MOST_BY_KEY + 1
    if connection.vendor == "sqlite":
        has = " AND ".join(["instr(p.search_text, %s) > 0"] * len(words))
        asked: list[str | int] = [trigrams([*words, shop_letters(shop.pk)]), shop.pk, *words, limit]
        statement = SQLITE.format(has=has)
    else:
        has = " AND ".join(["p.search_text LIKE %s"] * len(words))
        like = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
        asked = [*like, shop.pk, limit]
        statement = POSTGRESQL.format(has=has)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [pk for (pk,) in cursor.fetchall()]


def trigrams(words: Sequence[str]) -> str:
    """What FTS5 is asked: all pieces of three characters of all words."""
    pieces = {word[at : at + 3] for word in words for at in range(len(word) - 2)}
    return " AND ".join('"{}"'.format(piece.replace('"', '""')) for piece in sorted(pieces))
