"""Products as schema.org JSON-LD, ready to stand in a page's script element."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from catalog.exporting.model import Context, Goods, Offer, Picture
from catalog.importing.options import facet
from imaging.provenance.statement import TERMS

SCHEMA = "https://schema.org"
# schema.org/IPTCDigitalSourceEnumeration has no words for these of IPTC's list.
SOURCES = frozenset(TERMS) - {"computationalCapture", "humanEdits", "digitalCreation"}
AVAILABILITY = {
    "in_stock": "InStock",
    "out_of_stock": "OutOfStock",
    "preorder": "PreOrder",
    "backorder": "BackOrder",
}
CONDITION = {
    "new": "NewCondition",
    "refurbished": "RefurbishedCondition",
    "used": "UsedCondition",
}
# "</script>" ends a script, two line ends of Unicode end a statement of old JavaScript.
ESCAPED = str.maketrans({one: f"\\u{ord(one):04x}" for one in ("<", ">", "&", "\u2028", "\u2029")})
Node = dict[str, Any]


def write(goods: Iterable[Goods], context: Context) -> Iterator[bytes]:
    """One graph of all products."""
    yield f'{{"@context":"{SCHEMA}","@graph":['.encode()
    for number, one in enumerate(goods):
        text = json.dumps(node(one, context), ensure_ascii=False, separators=(",", ":"))
        yield f"{',' if number else ''}\n{text.translate(ESCAPED)}".encode()
    yield b"\n]}\n"


def node(goods: Goods, context: Context) -> Node:
    """A Product, or a ProductGroup of its variants."""
    shared: Node = {"name": goods.title, "description": goods.description}
    shared |= {"category": goods.category, "image": [image(one) for one in goods.pictures]}
    if not goods.is_group:
        only = [variant(goods, offer, context) for offer in goods.offers]
        return {"@type": "Product", **filled(shared), **(only[0] if only else {})}
    varies = {facet(name) for offer in goods.offers for name in offer.options}
    known = [name for name in ("color", "size", "material", "pattern") if name in varies]
    return {
        "@type": "ProductGroup",
        **filled(shared),
        "productGroupID": goods.key,
        "variesBy": [f"{SCHEMA}/{name}" for name in known],
        "hasVariant": [
            {
                "@type": "Product",
                "name": " ".join([goods.title, *offer.options.values()]),
                **filled({"image": [image(one) for one in goods.pictures_of(offer)]}),
                **variant(goods, offer, context),
            }
            for offer in goods.offers
        ],
    }


def variant(goods: Goods, offer: Offer, context: Context) -> Node:
    """What is said of one variant."""
    said: Node = {"sku": offer.sku, **goods.facets_of(offer), "offers": None}
    if offer.price is not None:
        said["offers"] = filled(
            {
                "@type": "Offer",
                "price": str(offer.price),
                "priceCurrency": offer.currency,
                "availability": f"{SCHEMA}/{AVAILABILITY[context.setting.availability]}",
                "itemCondition": f"{SCHEMA}/{CONDITION[context.setting.condition]}",
                "url": context.link(goods, offer),
            }
        )
    return filled(said)


def image(picture: Picture) -> Node:
    source = picture.source[:1].upper() + picture.source[1:]
    known = f"{SCHEMA}/{source}DigitalSource" if picture.source in SOURCES else ""
    return filled(
        {
            "@type": "ImageObject",
            "contentUrl": picture.address,
            "encodingFormat": picture.media_type,
            "digitalSourceType": known,
        }
    )


def filled(node: Node) -> Node:
    """Without what nobody knows."""
    return {name: value for name, value in node.items() if value not in ("", None, [])}
