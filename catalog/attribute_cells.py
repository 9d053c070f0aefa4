"""Attributes as cells of a sheet, in the words that channels take."""

from collections.abc import Iterable

from catalog.models import Product
from imaging.attributes import NAMES, term

ATTRIBUTE_COLUMNS = (*(f"attribute_{name}" for name in NAMES), "attributes_confirmed")
MOST_COLOURS = 3  # that Google's feed takes, the main one first


def attribute_cells(product: Product) -> list[str]:
    """A cell for each of ATTRIBUTE_COLUMNS: values as Google's feed writes them, "Blue/White".

    The last one names the attributes that the seller confirmed. Reads `product.attributes`.
    """
    values: dict[str, list[str]] = {name: [] for name in NAMES}
    confirmed = dict.fromkeys(row.name for row in product.attributes.all() if row.is_decided)
    for row in product.attributes.all():
        values[row.name].append(row.value)
    if len(values["colour"]) > 1:  # Google wants the largest of many colours, not that they are
        values["colour"] = [one for one in values["colour"] if one != "multicolor"]
    words = {name: google_words(name, listed) for name, listed in values.items()}
    words["colour"] = words["colour"][:MOST_COLOURS]
    return [*("/".join(listed) for listed in words.values()), " ".join(confirmed)]


def google_words(name: str, values: Iterable[str]) -> list[str]:
    """What Google's feed calls the values that it has words for; if none, their English names."""
    found = [(one, term(name, one)) for one in values]
    words = [one.google for _value, one in found if one and one.google]
    return list(dict.fromkeys(words)) or [one.label.en if one else value for value, one in found]
