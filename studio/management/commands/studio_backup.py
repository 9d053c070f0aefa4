"""manage.py studio_backup FILE.tar: database, files and secret key, while the studio runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studio.backup import BackupError, backup_write


class Command(BaseCommand):
    help = "Back up everything into one tar. Keep it safe: it holds the secret key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            count = backup_write(file)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: database and {count} files")
