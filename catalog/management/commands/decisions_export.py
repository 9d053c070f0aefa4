"""manage.py decisions_export: the log of reviews on standard output."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from catalog.forms.reviews import LogForm
from catalog.selectors.reviews import review_log
from catalog.services.decision_exports import WRITERS


class Command(BaseCommand):
    help = (
        "Write every event of every review, oldest first. JSON Lines hold what each hash vouches"
        " for, so that whoever gets the file can verify the chain; CSV opens in spreadsheets."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", choices=sorted(WRITERS), default="jsonl")
        parser.add_argument("--since", type=date.fromisoformat, help="first day, 2026-11-01")
        parser.add_argument("--until", type=date.fromisoformat, help="last day, included")

    def handle(self, *args: Any, **options: Any) -> None:
        for line in WRITERS[options["kind"]](review_log(chosen=LogForm(options).chosen)):
            self.stdout.write(line, ending="")
