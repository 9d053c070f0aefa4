"""manage.py studio_restore FILE.tar [--force]: everything as it was when the backup was made."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from studio.backup import BackupError, backup_restore, install_is_empty
from studio.processes import CannotRun, only_one


class Command(BaseCommand):
    help = "Restore a backup onto an install that does not run. Newer migrations are applied after."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="replace everything this install holds"
        )

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        if not (force or install_is_empty()):
            raise CommandError("This install is not empty: --force replaces everything in it.")
        try:
            with only_one():
                count = backup_restore(file)
                call_command("migrate", verbosity=0)
        except (BackupError, CannotRun) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"restored the database and {count} files")
