"""manage.py review_chain_verify: whether any decision was changed behind the studio's back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.models import Review
from catalog.selectors import review_chain

FAULTS = {
    review_chain.CHANGED: "Review {at} was changed after it was written.",
    review_chain.BROKEN: "Before review {at} a row was removed or slipped in.",
    review_chain.CUT: "The newest reviews were removed: the chain ends too early.",
    review_chain.ADDED: "Review {at} was put behind the end of the chain.",
}


class Command(BaseCommand):
    help = (
        "Go through the chain of all reviews and name the first row that is wrong. Keep the hash"
        " that is printed somewhere else: with --holds it is checked that it still stands in the"
        " chain, so that even a chain that was written anew as a whole is found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--holds", metavar="HASH", help="a hash printed by an earlier run")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = review_chain.review_chain_verdict()
        if not verdict.is_whole:
            fault = FAULTS[verdict.fault].format(at=verdict.at)
            raise CommandError(f"{fault} {verdict.length} reviews before it are whole.")
        kept = options["holds"]
        if kept and not Review.objects.filter(hash=kept).exists():
            raise CommandError(f"No review has the hash {kept}: the chain was written anew.")
        self.stdout.write(f"{verdict.length} reviews, none changed. The last hash: {verdict.head}")
