"""Filters of the product list: by what products are, with how many there are of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet, Value

from catalog import pages
from catalog.models import Product, ProductAttribute, Shop
from imaging.attributes import NAMES, terms

FILTERED = tuple(name for name in NAMES if name != "price")
OPEN = "open"  # the filter of products with values that nobody confirmed
MOST_VALUES = 40  # of one attribute; sizes may be any text
ALL = ""  # what is counted of the products that pass every filter
FREE = "size"  # the one without a vocabulary
MOST_FREE = 500  # of its values are counted
# How many products have each value: of a vocabulary, or the shop's own, each found from the one
# before it in the index. Counting ends at a number that a page takes for "and more".
COUNTED = f"""
WITH RECURSIVE own (name, value) AS (
  SELECT n.name, (SELECT MIN(a.value) FROM catalog_productattribute a
    WHERE a.shop_id = %s AND a.name = n.name)
  FROM (SELECT CAST(%s AS text) AS name) n
  UNION ALL
  SELECT name, (SELECT MIN(a.value) FROM catalog_productattribute a
    WHERE a.shop_id = %s AND a.name = own.name AND a.value > own.value)
  FROM own WHERE value IS NOT NULL
),
known (name, value) AS (
  SELECT * FROM (SELECT name, value FROM own WHERE value IS NOT NULL LIMIT {MOST_FREE}) some_own
  UNION ALL VALUES {{pairs}}
)
SELECT name, value, (SELECT COUNT(*) FROM (
  SELECT 1 FROM catalog_productattribute a
  WHERE a.shop_id = %s AND a.name = known.name AND a.value = known.value LIMIT %s
) counted) FROM known
"""

Chosen = Mapping[str, str]  # one value for each name that is filtered by
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Facet:
    """One attribute to filter by: its values with their counts, the most frequent first.

    `at_least`: the values of which there may be more than was counted.
    """

    name: str
    counts: tuple[tuple[str, int], ...]
    chosen: str = ""
    at_least: frozenset[str] = frozenset()


def attributes_chosen(given: Mapping[str, str]) -> dict[str, str]:
    """The filters among the parameters of an address: attribute_colour=blue."""
    asked = {name: given.get(f"attribute_{name}", "") for name in (*FILTERED, OPEN)}
    return {name: value for name, value in asked.items() if value and "\0" not in value}


def products_with(shop: Shop, found: QuerySet[Product], chosen: Chosen) -> QuerySet[Product]:
    """Those of the shop's `found` that have every chosen value; "open": one to be confirmed."""
    for name, value in chosen.items():
        rows = rows_with(shop, name, value)
        if name != OPEN:
            found = found.filter(pk__in=rows.values("product"))
            continue
        some = list(keys_with(shop, {name: value})[: pages.MOST_COUNTED])
        if len(some) < pages.MOST_COUNTED:
            found = found.filter(pk__in=some)
        else:  # of so many the next one is never far
            found = found.filter(Exists(rows.filter(product=OuterRef("pk"))))
    return found


def rows_with(shop: Shop, name: str, value: str) -> QuerySet[ProductAttribute]:
    """What says of a product that it passes the filter `name`."""
    of_shop = ProductAttribute.objects.filter(shop=shop).order_by()
    if name == OPEN:
        return of_shop.filter(is_decided=False)
    return of_shop.filter(name=name, value=value)


def keys_with(
    shop: Shop, chosen: Chosen, within: QuerySet[Product] | None = None
) -> QuerySet[Any, Any]:
    """The keys of the products that have every chosen value (one at least), the latest first; of
    those `within` alone, if given.

    Else products are not looked at: archived ones have no rows.
    """
    (name, value), *others = chosen.items()
    rows = rows_with(shop, name, value)
    for other in others:
        rows = rows.filter(Exists(rows_with(shop, *other).filter(product=OuterRef("product"))))
    if within is not None:
        rows = rows.filter(Exists(within.filter(pk=OuterRef("product"))))
    return rows.order_by("-product").values_list("product", flat=True).distinct()


def facets(shop: Shop, found: QuerySet[Product], chosen: Chosen, query: str = "") -> list[Facet]:
    """The filters that the shop has values for.

    Each counts the products that `query` finds (`found`) and the others leave, so that another
    value of the same attribute can be chosen in its place: among the newest `MOST_COUNTED`.
    """
    every = counts_of_shop(shop)
    if not query and not chosen:
        return [facet_of(name, every[name]) for name in FILTERED if name in every]
    sets = sets_of(shop, found, chosen, query)
    counted, partial = counts_of(sets)
    shown = []
    for name in FILTERED:
        of = name if name in chosen else ALL
        counts = every.get(name, {})
        if of in sets:
            # What only products have that were not looked at is told without a number.
            unseen = dict.fromkeys(counts, 0) if of in partial else {}
            counts = unseen | counted.get((of, name), {})
        shown.append(facet_of(name, counts, chosen.get(name, ""), is_partial=of in partial))
    return [one for one in shown if one.counts or one.chosen]


def sets_of(
    shop: Shop, found: QuerySet[Product], chosen: Chosen, query: str
) -> dict[str, QuerySet[Any, Any]]:
    """The keys of the products to count in: for each attribute that is filtered by, and for ALL
    others."""
    wanted = {ALL: dict(chosen)}
    for name in chosen:
        if name != OPEN:
            wanted[name] = {key: value for key, value in chosen.items() if key != name}
    within = found if query else None
    sets = {of: keys_with(shop, some, within) for of, some in wanted.items() if some}
    return sets | {of: found.values("pk") for of, some in wanted.items() if query and not some}


def facet_of(name: str, counts: Counts, chosen: str = "", *, is_partial: bool = False) -> Facet:
    """`is_partial`: there are more products than were looked at."""
    shown = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
    most = pages.MOST_COUNTED
    more = frozenset(value for value, count in shown if is_partial or count > most)
    return Facet(name, tuple((value, min(count, most)) for value, count in shown), chosen, more)


def counts_of_shop(shop: Shop) -> dict[str, dict[str, int]]:
    """How many products have each value, by attribute; MOST_COUNTED + 1 where there are more.

    Archived products have no rows, so products need not be looked at.
    """
    known = [(name, value) for name in FILTERED for value in terms(name)]
    pairs = [part for pair in known for part in pair]
    asked: list[str | int] = [shop.pk, FREE, shop.pk, *pairs, shop.pk, pages.MOST_COUNTED + 1]
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(pairs=", ".join(["(%s, %s)"] * len(known))), asked)
        for name, value, count in cursor.fetchall():
            if count:
                counted[name][value] = count
    return counted


def counts_of(
    sets: Mapping[str, QuerySet[Any, Any]],
) -> tuple[dict[tuple[str, str], dict[str, int]], set[str]]:
    """How many products of each set have each value, by (set, attribute); and the sets of which
    only some were looked at. Asks twice, for all sets at once."""
    looked_at: dict[str, list[int]] = {of: [] for of in sets}
    for of, key in together(keys_of(of, found) for of, found in sets.items()):
        looked_at[of].append(key)
    counted: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for of, name, value, count in together(rows_of(of, keys) for of, keys in looked_at.items()):
        counted[of, name][value] = count
    return counted, {of for of, keys in looked_at.items() if len(keys) > pages.MOST_COUNTED}


def together(questions: Iterable[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = questions
    return first.union(*others, all=True)


def keys_of(of: str, found: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """(set, key) of as many products as are looked at, and one more."""
    some = Product.objects.filter(pk__in=found[: pages.MOST_COUNTED + 1])
    return some.annotate(of=Value(of)).values_list("of", "pk")


def rows_of(of: str, keys: list[int]) -> QuerySet[Any, Any]:
    """(set, attribute, value, products)"""
    names = [of] if of else FILTERED
    rows = ProductAttribute.objects.filter(product__in=keys, name__in=names).order_by()
    counted = rows.values("name", "value").annotate(n=Count("pk"), of=Value(of))
    return counted.values_list("of", "name", "value", "n")
