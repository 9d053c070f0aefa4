"""What a product's attributes are now: what machines found, under what its seller decided."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from catalog.models import AttributeDecision, AttributeFinding, Product
from imaging.attributes import NAMES, label_of
from imaging.attributes.colour import fine_names
from imaging.attributes.colour.finding import SECONDARY

# From here on a value is worth a list's filter, and another one beside it a seller's look.
LIKELY = 0.5

LIVE = Q(photo=None) | Q(photo__deleted_at=None)

Findings = Sequence[AttributeFinding]


class State(StrEnum):
    """How far a value is to be trusted, and by whose word."""

    SUGGESTED = "suggested"
    CONFLICT = "conflict"
    NOT_VISIBLE = "not_visible"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Known:
    """One attribute of a product.

    finding: what speaks most for `value`; None where no machine said it. findings: all there are,
    the likeliest first. decision: the seller's last one that still counts.
    """

    name: str
    state: State
    value: str | None
    finding: AttributeFinding | None
    findings: tuple[AttributeFinding, ...] = ()
    decision: AttributeDecision | None = None

    @property
    def is_decided(self) -> bool:
        return self.decision is not None

    @property
    def is_likely(self) -> bool:
        """Whether the value is more than a guess of the machine's."""
        return self.finding is not None and self.finding.confidence >= LIKELY

    @property
    def can_be_confirmed(self) -> bool:
        """Whether one tap for all confirms it: a guess, and a dispute, wait for their own look."""
        return self.state == State.SUGGESTED and self.is_likely

    @property
    def lead(self) -> AttributeFinding | None:
        """What machines hold for likeliest, whatever was decided."""
        return leading(self.findings)

    @property
    def further(self) -> tuple[str, ...]:
        """Values that hold beside the main one: the other colours of a print."""
        return further_of(self.finding) if self.finding and self.value else ()

    @property
    def values(self) -> tuple[str, ...]:
        """What lists find the product by: what was decided, else what is likely."""
        counts = self.is_decided or self.is_likely
        return (self.value, *self.further) if self.value and counts else ()

    @property
    def rivals(self) -> tuple[AttributeFinding, ...]:
        """The best finding of each value that contradicts `value`."""
        best: dict[str, AttributeFinding] = {}
        for one in self.findings:
            if self.finding is not None and contradicts(one, self.finding):
                best.setdefault(str(one.value), one)
        return tuple(best.values())


def attributes_of(product: Product) -> list[Known]:
    """Everything known of `product`, in the order pages show it."""
    return attributes_of_all([product])[product.pk]


def attributes_of_all(products: Iterable[Product]) -> dict[int, list[Known]]:
    """The attributes of each product by its id, in two queries."""
    products = list(products)
    rows = AttributeFinding.objects.filter(LIVE, product__in=products)
    return _known_of_all(products, rows.select_related("photo"))


def known_of(product: Product, findings: Iterable[AttributeFinding]) -> list[Known]:
    """The attributes that `product` would have with other findings, decisions as they are."""
    return _known_of_all([product], findings)[product.pk]


def _known_of_all(
    products: Sequence[Product], rows: Iterable[AttributeFinding]
) -> dict[int, list[Known]]:
    found: dict[tuple[int, str], list[AttributeFinding]] = defaultdict(list)
    for row in rows:
        found[row.product_id, row.name].append(row)
    decided = {
        (row.product_id, row.name): row
        for row in AttributeDecision.objects.filter(product__in=products).order_by("pk")
    }
    return {one.pk: _known(one.pk, found, decided) for one in products}


def _known(
    product: int,
    found: Mapping[tuple[int, str], Findings],
    decided: Mapping[tuple[int, str], AttributeDecision],
) -> list[Known]:
    each = ((name, found.get((product, name), ()), decided.get((product, name))) for name in NAMES)
    return [known(name, rows, decision) for name, rows, decision in each if rows or decision]


def known(name: str, findings: Findings, decision: AttributeDecision | None = None) -> Known:
    """One attribute from what was found of it and the last thing that was decided."""
    ordered = tuple(sorted(findings, key=by_weight))
    if decision is not None and decision.verb != AttributeDecision.Verb.WITHDRAWN:
        said = next((one for one in ordered if one.value == decision.value), None)
        state = State(decision.verb)
        return Known(name, state, decision.value, said, ordered, decision)
    lead = leading(ordered)
    if lead is None or lead.value is None:
        return Known(name, State.NOT_VISIBLE, None, lead, ordered)
    is_disputed = any(contradicts(one, lead) for one in ordered)
    state = State.CONFLICT if is_disputed else State.SUGGESTED
    return Known(name, state, lead.value, lead, ordered)


def by_weight(one: AttributeFinding) -> tuple[bool, float, float]:
    """Something before nothing, the surest first, of the same the cover's before the seller's."""
    place = one.photo.position if one.photo else float("inf")
    return one.value is None, -one.confidence, place


def leading(findings: Findings) -> AttributeFinding | None:
    """The finding that is likeliest: of the value that most sources hold for theirs, the surest.

    Something seen in one photo counts more than nothing in the others.
    """
    support: dict[str | None, float] = defaultdict(float)
    for one in findings:
        support[one.value] += one.confidence if one.rank == 0 else 0
    return max(
        findings,
        key=lambda one: (one.value is not None, one.rank == 0, support[one.value], one.confidence),
        default=None,
    )


def contradicts(one: AttributeFinding, other: AttributeFinding) -> bool:
    """Whether `one` likely says something else than `other`, of the same thing.

    Photos of two variants may well show two colours, and a bag has a volume and a length.
    """
    if one.value in (None, other.value, *further_of(other)) or one.confidence < LIKELY:
        return False
    if one.details.get("kind") != other.details.get("kind"):
        return False
    variants = {row.photo.variant_id for row in (one, other) if row.photo}
    return len(variants - {None}) < 2


def further_of(finding: AttributeFinding) -> tuple[str, ...]:
    """The values that `finding` tells beside its own: sizes of a list, larger parts in a colour."""
    colours = finding.details.get("colours", ())
    large = [one["key"] for one in colours if one["share"] >= SECONDARY]
    told = dict.fromkeys([*finding.details.get("further", ()), *large])
    return tuple(one for one in told if one != finding.value)


def search_words(attributes: Iterable[tuple[str, str]]) -> list[str]:
    """What (name, value) pairs are called in both languages, for the text that search looks in."""
    labels = [label_of(name, value) for name, value in attributes if name != "price"]
    return list(dict.fromkeys(word for label in labels for word in (label.en, label.zh)))


def shade_words(product: Product, colours: Collection[str]) -> list[str]:
    """What the shades of `colours` are called in both languages, as photos of `product` show them:
    somebody may look for denim blue. Shades of what is no colour of it any more do not count."""
    rows = AttributeFinding.objects.filter(LIVE, product=product, name="colour", rank=0)
    seen = [one for row in rows for one in row.details.get("colours", ())]
    shades = [one["fine"] for one in seen if one["key"] in colours and one["share"] >= SECONDARY]
    labels = [fine_names()[key].label for key in dict.fromkeys(shades) if key in fine_names()]
    return [word for label in labels for word in (label.en, label.zh)]
