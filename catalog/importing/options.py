"""Options of variants: what the same one is called elsewhere, and what a row says anew of them."""

from collections.abc import Callable, Mapping

from catalog.models.product import normalised

# What channels call the options that they know, and what shops call them.
FACETS = {
    "color": ("color", "colour", "颜色", "颜色分类", "主要颜色"),
    "size": ("size", "尺码", "尺寸", "鞋码"),
    "material": ("material", "材质", "材料", "面料"),
    "pattern": ("pattern", "图案", "花纹"),
}
# The attributes that say the same of a whole product.
ATTRIBUTES = {"color": "colour", "size": "size", "material": "material", "pattern": "pattern"}
BY_NAME = {name: facet for facet, names in FACETS.items() for name in names}


def facet(name: str) -> str:
    """What channels call an option, else its own name without case and width."""
    own = normalised(name)
    return BY_NAME.get(own, own)


def options_merged(
    kept: Mapping[str, str], said: Mapping[str, str], known: Callable[[], Mapping[str, str]]
) -> dict[str, str]:
    """`kept` with what `said` says otherwise, under the names that are there already.

    `known` tells what the product is known to be, by facet: a feed that repeats that for each
    variant says nothing of the variant. It is asked only where something seems to be new.
    """
    names = {facet(name): name for name in kept}
    merged = dict(kept)
    for name, value in said.items():
        if facet(name) in names:
            merged[names[facet(name)]] = value
        elif normalised(value) != normalised(known().get(facet(name), "")):
            merged[name] = value
    return merged
