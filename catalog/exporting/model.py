"""A product as any format can write it, and what a shop says of its products in feeds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import IO, Any, Literal
from urllib.parse import quote

from django.utils.text import slugify
from pydantic import BaseModel, Field

from catalog.importing.options import ATTRIBUTES, facet


@dataclass(frozen=True, slots=True)
class Picture:
    """An approved picture: public id and address, its IPTC source type, its stored file.

    `variant` is the id of the one it shows, None where it shows all of them.
    """

    id: str
    address: str
    source: str
    media_type: str
    file: str
    variant: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant that is sold."""

    id: int
    sku: str
    price: Decimal | None
    currency: str
    options: Mapping[str, str]

    @property
    def known_as(self) -> str:
        """Its SKU, or a name of our own that stays the same."""
        return self.sku or f"variant-{self.id}"


@dataclass(frozen=True)
class Goods:
    """A product with what is sold of it and its approved pictures, the main one first.

    `attributes` are in Google's words, by the names of `imaging.attributes`; `confirmed` names
    those that the seller stands for. `key` is what holds its variants together in any system.
    """

    id: int
    key: str
    title: str
    description: str
    category: str
    offers: tuple[Offer, ...]
    pictures: tuple[Picture, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    confirmed: str = ""

    @property
    def is_group(self) -> bool:
        return len(self.offers) > 1

    @cached_property
    def handle(self) -> str:
        """The part of an address that names it."""
        slug = slugify(self.key, allow_unicode=True)
        return slug if slug == self.key else f"{slugify(self.title) or 'product'}-{self.id}"

    def picture_of(self, offer: Offer) -> Picture | None:
        """The picture that shows this variant and no other."""
        return next((one for one in self.pictures if one.variant == offer.id), None)

    def pictures_of(self, offer: Offer) -> list[Picture]:
        """What may stand beside a variant: its own pictures, then those that show all."""
        own = [one for one in self.pictures if one.variant == offer.id]
        return own + [one for one in self.pictures if one.variant is None] or list(self.pictures)

    def facets_of(self, offer: Offer) -> dict[str, str]:
        """Colour, size, material and pattern of a variant: its options, else the attributes."""
        said = {facet(name): value for name, value in offer.options.items()}
        known = {name: self.attributes.get(ours, "") for name, ours in ATTRIBUTES.items()}
        found = {name: said.get(name) or value for name, value in known.items()}
        return {name: value for name, value in found.items() if value}


class FeedSetting(BaseModel, frozen=True, extra="forbid"):
    """What only the shop knows of its products.

    link: where a product is sold, with {sku}, {handle} or {id}. ai_texts: which texts a machine
    wrote: the studio writes none, so only the seller can tell.
    """

    link: str = Field(default="", pattern=r"^(https?://\S+)?$", max_length=300)
    availability: Literal["in_stock", "out_of_stock", "preorder", "backorder"] = "in_stock"
    condition: Literal["new", "refurbished", "used"] = "new"
    ai_texts: tuple[Literal["title", "description"], ...] = ()


def no_files(name: str) -> IO[Any]:
    """The storage of a writer that was given none."""
    raise FileNotFoundError(name)


@dataclass(frozen=True)
class Context:
    """What a writer needs beside the products. `currency`: of files that name none.

    option_count: how many options the product with the most has.
    """

    shop: str
    site: str
    currency: str = ""
    option_count: int = 0
    setting: FeedSetting = field(default_factory=FeedSetting)
    open: Callable[[str], IO[Any]] = no_files

    def link(self, goods: Goods, offer: Offer) -> str:
        """Where a variant is sold, "" while nobody said."""
        fields = {"{sku}": offer.known_as, "{handle}": goods.handle, "{id}": str(goods.id)}
        link = self.setting.link
        for name, value in fields.items():
            link = link.replace(name, quote(value, safe=""))
        return link

    def price(self, offer: Offer) -> str:
        """The price for a file that names no currency: none where it is another one's."""
        is_theirs = offer.price is not None and offer.currency == self.currency
        return str(offer.price) if is_theirs else ""
