"""manage.py corrections_export DIR: what sellers said of photos, as labels to learn from."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from catalog.selectors.corrections import Labelled, corrections
from imaging.writing import write_whole

UNSORTED = "unsorted"  # photos whose category nobody said
LABELS = "labels.jsonl"


class Command(BaseCommand):
    help = (
        "Write photos with what sellers confirmed and corrected to DIR/<category>/, and all their"
        f" labels to DIR/{LABELS}. Only of shops that agreed, and from the day they did; without"
        " names of shops or people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and any(folder.iterdir()):
            # Else what a shop withdrew since the last export would still be in it.
            raise CommandError(f"{folder} is not empty: an export begins in an empty folder.")
        folder.mkdir(parents=True, exist_ok=True)
        lines = [line for one in corrections() if (line := self.written(one, folder))]
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        write_whole(folder / LABELS, text.encode())
        self.stdout.write(f"{len(lines)} photos with labels in {folder}")

    def written(self, one: Labelled, folder: Path) -> dict[str, Any] | None:
        """The photo's line, its file written; None for a photo that storage has lost."""
        ending = Path(one.photo.file).suffix
        name = f"{one.category or UNSORTED}/{one.photo.sha256}{ending}"
        try:
            with default_storage.open(one.photo.file) as file:
                data = file.read()
        except FileNotFoundError:
            self.stderr.write(f"{one.photo.sha256}: the file is gone")
            return None
        (folder / name).parent.mkdir(exist_ok=True)
        write_whole(folder / name, data)
        return {"file": name, "sha256": one.photo.sha256, "attributes": one.labels()}
