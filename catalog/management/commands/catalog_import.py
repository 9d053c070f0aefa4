"""manage.py catalog_import FILE --shop SLUG: products from a CSV, with a ZIP of their photos."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from catalog.importing.check import Check
from catalog.importing.problems import Problem, UnreadableFile, problem_of
from catalog.importing.seen import Seen
from catalog.importing.sheet import sheet_open
from catalog.models import Import, ImportRow, Membership, Shop, User
from catalog.selectors.imports import import_counts
from catalog.services.import_advance import import_advance, import_release
from catalog.services.imports import (
    ImportFiles,
    Making,
    import_cancel,
    import_receive,
    import_start,
    photo_archive,
)
from imaging.errors import EngineError
from imaging.presets import load_presets
from imaging.reader import language
from imaging.recipes import RECIPES

UNREADABLE = 2  # exit status; rows that fail are told, and the status stays 0
Status = Import.Status


class Command(BaseCommand):
    help = (
        "Import a CSV of products and a ZIP of their photos. The last line printed is JSON with"
        " rows, products, created, changed, skipped, errors. Exit status 2: not readable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--shop", required=True, metavar="SLUG")
        parser.add_argument("--photos", type=Path, metavar="ZIP")
        parser.add_argument(
            "--recipe", choices=sorted(RECIPES), default="", help="make pictures of every photo"
        )
        parser.add_argument(
            "--preset",
            action="append",
            choices=sorted(load_presets()),
            help="a channel to make them for; may be repeated; the shop's own when left out",
        )
        parser.add_argument("--dry-run", action="store_true", help="check, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with ExitStack() as opened:
                shop = Shop.objects.get(slug=options["shop"])
                presets = options["preset"] or shop.presets
                making = Making.of(options["recipe"], presets)
                files = files_opened(opened, options["file"], options["photos"])
                if options["dry_run"]:
                    counts = self.dry_run(shop, files)
                else:
                    counts = self.carry_out(shop, files, making)
        except Shop.DoesNotExist as error:
            words = f"There is no shop {options['shop']!r}."
            raise CommandError(words, returncode=UNREADABLE) from error
        except (UnreadableFile, OSError, EngineError) as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        self.stdout.write(json.dumps(counts))

    def dry_run(self, shop: Shop, files: ImportFiles) -> dict[str, int]:
        """What the file would do; nothing is written, neither rows nor files."""
        counts = dict.fromkeys(("rows", "products", *ImportRow.Outcome.values, "errors"), 0)
        check = Check(shop, photo_archive(files.photos), Seen())
        for batch in check.batches(sheet_open(files.sheet)):
            for one in batch:
                counts["rows"] += 1
                counts["products"] += not one.problems
                counts["errors" if one.problems else one.outcome] += 1
                self.tell(one.row.number, one.problems)
        return counts

    def carry_out(self, shop: Shop, files: ImportFiles, making: Making) -> dict[str, int]:
        """Check and write every row; jobs that do not fit the shop's queue are asked for later."""
        by = first_owner(shop)
        source = import_receive(shop=shop, by=by, files=files, making=making, hold=True)
        try:
            self.carry_on(source)
        except KeyboardInterrupt:
            import_cancel(source=source)
            raise CommandError("Stopped. What was written stays; run it again to go on.") from None
        import_release(source=source)
        failed = source.rows.filter(status=ImportRow.Status.ERROR)
        for row in failed.iterator():
            self.tell(row.number, map(problem_of, row.problems))
        return import_counts(source)

    def carry_on(self, source: Import) -> None:
        while source.status == Status.CHECKING:
            import_advance(source=source)
        if source.status == Status.UNREADABLE:
            problem = problem_of(source.problem)
            raise UnreadableFile(problem.code, **problem.arguments)
        import_start(source=source)
        unwritten = [ImportRow.Status.WAITING, ImportRow.Status.CLAIMED]
        while source.status == Status.RUNNING:
            import_advance(source=source)
            if not source.rows.filter(status__in=unwritten).exists():
                return

    def tell(self, number: int, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.stderr.write(f"row {number}: {problem.in_language(language())}")


def files_opened(opened: ExitStack, sheet: Path, photos: Path | None) -> ImportFiles:
    streams: Mapping[str, BinaryIO] = {
        name: opened.enter_context(path.open("rb"))
        for name, path in (("sheet", sheet), ("photos", photos))
        if path
    }
    return ImportFiles(name=sheet.name, **streams)


def first_owner(shop: Shop) -> User | None:
    """Whose name the import bears."""
    owners = Membership.objects.filter(shop=shop, role=Membership.Role.OWNER)
    first = owners.select_related("user").order_by("pk").first()
    return first.user if first else None
