"""Filters of the product list: by what products are, with how many there are of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from catalog import pages
from catalog.models import Product, ProductAttribute, Shop
from imaging.attributes import NAMES, terms

FILTERED = tuple(name for name in NAMES if name != "price")
OPEN = "open"  # the filter of products with values that nobody confirmed
MOST_VALUES = 40  # of one attribute; sizes may be any text
ALL = ""  # what is counted of the products that pass every filter
# How many products have each value: counting ends at a number that a page takes for "and more".
COUNTED = (
    "WITH known (name, value) AS (VALUES {pairs}) SELECT name, value, (SELECT COUNT(*) FROM "
    "(SELECT 1 FROM catalog_productattribute a WHERE a.shop_id = %s AND a.name = known.name "
    "AND a.value = known.value LIMIT %s) counted) FROM known"
)

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
        if name == OPEN:
            found = found.filter(to_be_confirmed(shop))
        else:
            rows = ProductAttribute.objects.filter(shop=shop, name=name, value=value)
            found = found.filter(pk__in=rows.values("product"))
    return found


def to_be_confirmed(shop: Shop) -> Q:
    """Which products have a value that nobody confirmed. Asks the database at once: few are named
    by their keys; of many the next one is never far."""
    rows = ProductAttribute.objects.filter(shop=shop, is_decided=False).order_by()
    keys = list(rows.values_list("product", flat=True).distinct()[: pages.MOST_COUNTED + 1])
    if len(keys) <= pages.MOST_COUNTED:
        return Q(pk__in=keys)
    return Q(Exists(rows.filter(product=OuterRef("pk"))))


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
) -> dict[str, QuerySet[Product]]:
    """The products to count in: for each attribute that is filtered by, and for ALL others."""
    sets = {ALL: products_with(shop, found, chosen)}
    for name in chosen:
        others = {key: value for key, value in chosen.items() if key != name}
        if name != OPEN and (query or others):
            sets[name] = products_with(shop, found, others)
    return sets


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
    rows = ProductAttribute.objects.filter(shop=shop).order_by()
    free = rows.filter(name__in=[name for name in FILTERED if not terms(name)])
    known = list(free.values_list("name", "value").distinct())
    known += [(name, value) for name in FILTERED for value in terms(name)]
    asked = [part for pair in known for part in pair] + [shop.pk, pages.MOST_COUNTED + 1]
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(pairs=", ".join(["(%s, %s)"] * len(known))), asked)
        for name, value, count in cursor.fetchall():
            if count:
                counted[name][value] = count
    return counted


def counts_of(
    sets: Mapping[str, QuerySet[Product]],
) -> tuple[dict[tuple[str, str], dict[str, int]], set[str]]:
    """How many products of each set have each value, by (set, attribute), of all sets in one
    question; and the sets of which only the newest were looked at."""
    first, *rest = [rows for of, found in sets.items() for rows in rows_of(of, found)]
    counted: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    partial = set()
    for of, name, value, count in first.union(*rest, all=True):
        if name:
            counted[of, name][value] = count
        elif count > pages.MOST_COUNTED:
            partial.add(of)
    return counted, partial


def rows_of(of: str, found: QuerySet[Product]) -> Iterator[QuerySet[Any, Any]]:
    """(set, attribute, value, products), and (set, "", "", products) of all that were looked at."""
    keys = found.values("pk")[: pages.MOST_COUNTED + 1]
    rows = ProductAttribute.objects.filter(product__in=keys, name__in=[of] if of else FILTERED)
    counted = rows.order_by().values("name", "value").annotate(n=Count("pk"), of=Value(of))
    yield counted.values_list("of", "name", "value", "n")
    none = {"of": Value(of), "name": Value(""), "value": Value("")}
    looked_at = Product.objects.filter(pk__in=keys).annotate(**none).values(*none)
    yield looked_at.annotate(n=Count("pk")).values_list("of", "name", "value", "n")
