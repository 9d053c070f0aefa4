"""What a product's own title and description say of its price and sizes."""

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from catalog.models import AttributeFinding, Product
from catalog.services.attribute_findings import finding_row
from catalog.services.attribute_values import attributes_settle
from imaging.attributes import Attribute, Finding, Source
from imaging.attributes.words import found_in, merged

Told = Mapping[tuple[Source, str], Attribute]


@transaction.atomic
def text_findings_replace(*, product: Product) -> None:
    """Read the product's words anew; to be called when they changed."""
    had = product.findings.filter(photo=None)
    rows = text_rows(product)
    if not rows and not had.exists():
        return
    had.delete()
    AttributeFinding.objects.bulk_create(rows)
    attributes_settle(product=product)


def text_rows(product: Product) -> list[AttributeFinding]:
    """What the product's words say, as rows that are not written."""
    return [
        finding_row(product, name, rank, one)
        for (_source, name), attribute in texts_told(product).items()
        for rank, one in enumerate((attribute, *attribute.others))
    ]


def texts_told(product: Product) -> Told:
    """What title and description say, each for itself."""
    texts: tuple[tuple[Source, str], ...] = (
        ("title", product.title), ("description", product.description),
    )  # fmt: skip
    return {
        (source, name): attribute
        for source, text in texts
        for name, findings in found_in(text, source).items()
        if (attribute := merged(list(listed(findings))))
    }


def listed(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Sizes that a seller lists, "S, M, L", as one finding with further values: all are true."""
    kinds = dict.fromkeys(one.details.get("kind") for one in findings)
    for kind in kinds:
        same = [one for one in findings if one.details.get("kind") == kind]
        if kind is None:  # prices exclude each other
            yield from same
            continue
        further = [one.value for one in same[1:]]
        details = {**same[0].details, **({"further": further} if further else {})}
        yield same[0].model_copy(update={"details": details})
