"""Import a CSV of products, with a ZIP of their photos, into a shop."""

import json
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language

from catalog.importing.check import CheckedRow, rows_checked
from catalog.importing.problems import UnreadableFile, problem_of
from catalog.importing.sheet import sheet_open
from catalog.models import Import, ImportRow, Membership, Shop, User
from catalog.selectors.imports import import_counts
from catalog.services.imports import import_stage, import_start, photo_archive, rows_write
from imaging.errors import EngineError
from imaging.presets import load_presets
from imaging.recipes import RECIPES, build

Outcome = ImportRow.Outcome


class Command(BaseCommand):
    help = "Import a CSV of products (and a ZIP of photos). The last line printed is JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--shop", required=True, metavar="SLUG")
        parser.add_argument("--photos", type=Path, metavar="ZIP")
        parser.add_argument("--recipe", choices=sorted(RECIPES), default="")
        parser.add_argument("--preset", action="append", choices=sorted(load_presets()))
        parser.add_argument("--dry-run", action="store_true", help="check, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        shop = Shop.objects.filter(slug=options["shop"]).first()
        if shop is None:
            raise CommandError(f"There is no shop {options['shop']!r}.", returncode=2)
        presets = options["preset"] or list(shop.presets)
        recipe_check(options["recipe"], presets)
        try:
            with ExitStack() as files:
                file, photos = opened(files, options["file"]), opened(files, options["photos"])
                counts = self.act(shop, file, photos, options, presets)
        except (UnreadableFile, OSError, EngineError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(json.dumps(counts))

    def act(
        self,
        shop: Shop,
        file: BinaryIO | None,
        photos: BinaryIO | None,
        options: dict[str, Any],
        presets: list[str],
    ) -> dict[str, int]:
        assert file is not None
        if options["dry_run"]:
            return self.check(shop, file, photos)
        source = import_stage(
            shop=shop,
            by=first_owner(shop),
            name=options["file"].name,
            file=file,
            photos=photos,
            recipe=options["recipe"],
            presets=presets if options["recipe"] else [],
        )
        import_start(source=source)
        rows_write(source=source)
        self.tell_errors(source)
        return import_counts(source)

    def check(self, shop: Shop, file: BinaryIO, photos: BinaryIO | None) -> dict[str, int]:
        counts = dict.fromkeys(("rows", "products", *Outcome.values, "errors"), 0)
        for checked in rows_checked(sheet_open(file), photo_archive(photos), shop):
            counts["rows"] += 1
            counts["errors" if checked.problems else checked.outcome] += 1
            counts["products"] += not checked.problems
            self.tell(checked)
        return counts

    def tell(self, checked: CheckedRow) -> None:
        for problem in checked.problems:
            words = problem.in_language(get_language() or "en")
            self.stderr.write(f"row {checked.row.number}: {words}")

    def tell_errors(self, source: Import) -> None:
        for row in source.rows.filter(status=ImportRow.Status.ERROR).iterator():
            for kept in row.problems:
                words = problem_of(kept).in_language(get_language() or "en")
                self.stderr.write(f"row {row.number}: {words}")


def recipe_check(recipe: str, presets: list[str]) -> None:
    """Refuse before anything is read what could only fail later."""
    if not recipe:
        return
    try:
        for preset in presets or [None]:
            build(recipe, preset_key=preset)
    except EngineError as error:
        raise CommandError(str(error), returncode=2) from error


def opened(files: ExitStack, path: Path | None) -> BinaryIO | None:
    return files.enter_context(path.open("rb")) if path else None


def first_owner(shop: Shop) -> User:
    owners = Membership.objects.filter(shop=shop, role=Membership.Role.OWNER)
    return owners.select_related("user").order_by("pk")[0].user
