"""Filters of the product list: by what products are, with how many there are of each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from catalog.models import Product, ProductAttribute, Shop
from imaging.attributes import NAMES

FILTERED = tuple(name for name in NAMES if name != "price")
OPEN = "open"  # the filter of products with values that nobody confirmed
MOST_VALUES = 40  # of one attribute; sizes may be any text

Chosen = Mapping[str, str]  # one value for each name that is filtered by


@dataclass(frozen=True)
class Facet:
    """One attribute to filter by: its values with their counts, the most frequent first."""

    name: str
    counts: tuple[tuple[str, int], ...]
    chosen: str = ""


def attributes_chosen(given: Mapping[str, str]) -> dict[str, str]:
    """The filters among the parameters of an address: attribute_colour=blue."""
    asked = {name: given.get(f"attribute_{name}", "") for name in (*FILTERED, OPEN)}
    return {name: value for name, value in asked.items() if value and "\0" not in value}


def products_with(shop: Shop, found: QuerySet[Product], chosen: Chosen) -> QuerySet[Product]:
    """Those of the shop's `found` that have every chosen value; "open": one to be confirmed."""
    for name, value in chosen.items():
        found = found.filter(pk__in=rows_with(shop, name, value).values("product"))
    return found


def rows_with(shop: Shop, name: str, value: str) -> QuerySet[ProductAttribute]:
    """What says of a product that it passes the filter `name`."""
    of_shop = ProductAttribute.objects.filter(shop=shop)
    if name == OPEN:
        return of_shop.filter(is_decided=False)
    return of_shop.filter(name=name, value=value)


def facets(shop: Shop, found: QuerySet[Product], chosen: Chosen, query: str = "") -> list[Facet]:
    """The filters that the shop has values for.

    Each counts the products that `query` finds (`found`) and the others leave, so that another
    value of the same attribute can be chosen in its place.
    """
    # Archived products have no rows: without a query the products need not be looked at.
    searched = found if query else None
    counted = counts_of(shop, searched, chosen)
    for name in chosen:
        others = {key: value for key, value in chosen.items() if key != name}
        counted[name] = counts_of(shop, searched, others, only=name).get(name, {})
    named = [(name, counted.get(name, {})) for name in FILTERED]
    return [
        Facet(name, most_of(counts), chosen.get(name, ""))
        for name, counts in named
        if counts or name in chosen
    ]


def counts_of(
    shop: Shop, found: QuerySet[Product] | None, chosen: Chosen, *, only: str = ""
) -> dict[str, dict[str, int]]:
    """How many of the products `found` (None: all) that pass `chosen` have each value, by
    attribute; of the attribute `only`, if one is named."""
    rows = ProductAttribute.objects.filter(shop=shop)
    if only:
        rows = rows.filter(name=only)
    if found is not None:
        rows = rows.filter(product__in=found.order_by().values("pk"))
    for name, value in chosen.items():
        rows = rows.filter(product__in=rows_with(shop, name, value).values("product"))
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    grouped = rows.order_by().values("name", "value").annotate(n=Count("pk"))
    for name, value, count in grouped.values_list("name", "value", "n"):
        counted[name][value] = count
    return counted


def most_of(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(ordered[:MOST_VALUES])
