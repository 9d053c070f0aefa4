"""manage.py demo_create: the shop `demo` with sample products, and three people who can sign in."""

from typing import Any

from django.core.management.base import BaseCommand

from studio.demo.shop import LOGINS, demo_create


class Command(BaseCommand):
    help = "Make the demo shop and its people, or what of it is missing. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        demo_create(say=self.stdout.write)
        self.stdout.write(f"demo shop ready; its logins are in {LOGINS}")
