"""The clean-up that otherwise runs every hour, now."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.services.storage import clean_up


class Command(BaseCommand):
    help = "Remove what was deleted long ago, unused cut-outs and abandoned uploads."

    def handle(self, *args: Any, **options: Any) -> None:
        cleared = clean_up()
        self.stdout.write(
            f"Removed {cleared.photos} photos, {cleared.renditions} renditions,"
            f" {cleared.step_results} kept cut-outs, {cleared.uploads} abandoned uploads."
        )
