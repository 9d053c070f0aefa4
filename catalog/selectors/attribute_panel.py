"""A product's attributes as its page shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalog.models import AttributeFinding, Product, Variant
from catalog.selectors.attributes import Known, State, attributes_of, known
from imaging.attributes import NAMES
from imaging.errors import sentence
from imaging.models import Job
from imaging.reader import language

QUIET = (State.NOT_VISIBLE, State.DISMISSED)


@dataclass(frozen=True)
class PriceOffer:
    """A decided price that the product's variants do not have: what they have now, if anything."""

    value: str
    now: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.value.split()[0])

    @property
    def currency(self) -> str:
        return self.value.split()[1]


@dataclass(frozen=True)
class Panel:
    """shown: with values, disputed ones last. quiet: not visible, dismissed, never looked for.

    notes: sentences that say why something is not visible.
    """

    shown: tuple[Known, ...]
    quiet: tuple[Known, ...]
    is_reading: bool
    can_be_read: bool
    offer: PriceOffer | None
    notes: tuple[str, ...]

    @property
    def suggested(self) -> int:
        """How many one tap confirms."""
        return sum(one.can_be_confirmed for one in self.shown)

    @property
    def is_empty(self) -> bool:
        return not self.shown and all(not one.findings for one in self.quiet)


def attribute_panel(product: Product) -> Panel:
    """Everything that the panel of `product` shows."""
    have = {one.name: one for one in attributes_of(product)}
    every = [have.get(name) or known(name, ()) for name in NAMES]
    shown = [one for one in every if one.state not in QUIET]
    photos = product.photos.filter(deleted_at=None)
    unfinished = photos.filter(tags_job__status__in=Job.UNFINISHED)
    is_reading = unfinished.exists() or photos.exclude(tags_wanted_at=None).exists()
    return Panel(
        shown=tuple(sorted(shown, key=lambda one: one.state == State.CONFLICT)),
        quiet=tuple(one for one in every if one.state in QUIET),
        is_reading=is_reading,
        can_be_read=not is_reading and photos.filter(findings=None, made_from=None).exists(),
        offer=price_offer(product, have.get("price")),
        notes=tuple(notes_of(every)),
    )


def notes_of(attributes: Iterable[Known]) -> Iterator[str]:
    """Why nothing is visible of what has no value, as sentences, each once."""
    unseen = (one for known in attributes if known.value is None for one in known.findings)
    codes = dict.fromkeys(one.details["why"] for one in unseen if "why" in one.details)
    return (sentence(code, {}, language()) for code in codes)


def price_offer(product: Product, price: Known | None) -> PriceOffer | None:
    """The decided price, where it would fill or change what the variants say; None otherwise."""
    if price is None or not price.is_decided or price.value is None:
        return None
    variants = variants_to_price(product, price.value)
    now = variants[0].price if variants else None
    said = f"{now} {variants[0].currency}" if now is not None else ""
    return PriceOffer(price.value, said) if variants else None


def variants_to_price(product: Product, value: str) -> list[Variant]:
    """The variants that a price would be written to: those without one, or the only one there is.

    Prices of several variants are the seller's own and stay.
    """
    amount, currency = value.split()
    variants = list(product.variants.all())
    if len(variants) == 1:
        same = variants[0].price == Decimal(amount) and variants[0].currency == currency
        return [] if same else variants
    return [one for one in variants if one.price is None]


def best_of_each(one: Known) -> list[AttributeFinding]:
    """What a seller chooses among: the leading finding, and the best of each rival value."""
    return [one.finding, *one.rivals] if one.finding else []
