"""manage.py retag [--shop SLUG] [--apply]: a catalogue read again with today's models."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.models import Product, Shop
from catalog.selectors.attribute_words import value_words
from catalog.selectors.attributes import Known, further_of
from catalog.services.retag import Change, Retagged, product_reread, retag_apply


class Command(BaseCommand):
    help = (
        "Read the attributes of all photos again and show what would change, product by product;"
        " with --apply it is written. What sellers decided always stands. Exit status 1: some"
        " photos could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", metavar="SLUG", help="one shop; all of them when left out")
        parser.add_argument("--apply", action="store_true", help="write what was found")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {"products": 0, "changed": 0, "standing": 0, "failed": 0}
        of_shop = Product.objects.select_related("shop")
        for product_id in product_ids(options["shop"]):
            product = of_shop.get(pk=product_id)
            found = product_reread(product=product)
            self.tell(found)
            if options["apply"]:
                retag_apply(retagged=found)
            counts["products"] += 1
            counts["changed"] += any(not one.decided for one in found.changes)
            counts["standing"] += sum(one.decided for one in found.changes)
            counts["failed"] += len(found.failed)
        self.summary(counts, is_applied=options["apply"])
        if counts["failed"]:
            sys.exit(1)

    def tell(self, found: Retagged) -> None:
        """The product's changes, old → new, and photos that could not be read."""
        if found.changes:
            self.stdout.write(f"{found.product.shop.slug} {found.product.pk} {found.product}")
        for change in found.changes:
            self.stdout.write(f"  {told(change)}")
        for photo, error in found.failed.items():
            self.stderr.write(f"{found.product.shop.slug} photo {photo.pk} {photo}: {error}")

    def summary(self, counts: dict[str, int], *, is_applied: bool) -> None:
        done = "changed" if is_applied else "would change"
        self.stdout.write(
            f"{counts['changed']} of {counts['products']} products {done}."
            f" {counts['standing']} decisions stand against what is found now."
            f" {counts['failed']} photos could not be read."
        )
        if not is_applied:
            self.stdout.write("Nothing was written. To write it: --apply")


def product_ids(slug: str | None) -> list[int]:
    """Every product that is not archived, of one shop or of all. Raises CommandError."""
    products = Product.objects.filter(archived_at=None).order_by("shop", "pk")
    if slug is not None:
        if not Shop.objects.filter(slug=slug).exists():
            raise CommandError(f"There is no shop {slug!r}.")
        products = products.filter(shop__slug=slug)
    return list(products.values_list("pk", flat=True))


def told(change: Change) -> str:
    """ "colour: blue 88 % → navy 91 %"; what was decided is said to stay."""
    before, after = (lead_told(change.name, one) for one in (change.before, change.after))
    line = f"{change.name}: {before} → {after}"
    if change.decided and change.after:
        line += f"; “{change.after.value or '-'}” was {change.after.state} and stays"
    return line


def lead_told(name: str, known: Known | None) -> str:
    lead = known.lead if known else None
    if lead is None:
        return "nothing"
    values = [value_words(name, one) for one in (lead.value, *further_of(lead)) if one]
    return f"{', '.join(values) or 'not visible'} {lead.confidence:.0%}"
