"""manage.py catalog_import FILE --shop SLUG: products from a shop's file, with their photos."""

import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.fetching.addresses import target_of
from catalog.importing.check import Check
from catalog.importing.formats import profiles
from catalog.importing.making import Making, makings_of
from catalog.importing.problems import Problem, UnreadableFile, problem_of
from catalog.importing.reading import ENCODINGS, Reading
from catalog.importing.seen import Seen
from catalog.importing.sheet import columns_check
from catalog.models import Import, ImportRow, Membership, Shop, User
from catalog.selectors.import_estimate import Estimate, estimate
from catalog.selectors.imports import import_counts
from catalog.services.fetches import fetches_work
from catalog.services.import_advance import import_advance, import_release
from catalog.services.import_files import ImportFiles, photo_archive, unpacked
from catalog.services.import_makings import makings_ready
from catalog.services.import_reading import sheet_received
from catalog.services.import_sources import source_opened
from catalog.services.imports import import_cancel, import_receive, import_start
from imaging.errors import EngineError
from imaging.presets import load_presets
from imaging.reader import language
from imaging.recipes import RECIPES

FETCHING = timedelta(seconds=5)
UNREADABLE = 2  # exit status; rows that fail are told, and the status stays 0
Status = Import.Status


class Command(BaseCommand):
    help = (
        "Import a shop's file of products (CSV, TSV, XLSX, XML feed, a ZIP, folder or S3 prefix"
        " with photos) and a ZIP of their photos. The last line printed is JSON with"
        " rows, products, created, changed, skipped, errors. Exit status 2: not readable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="or s3://bucket/prefix")
        parser.add_argument("--shop", required=True, metavar="SLUG")
        parser.add_argument("--photos", metavar="ZIP")
        parser.add_argument(
            "--format", choices=sorted(profiles()), default="", help="found out by its heads"
        )
        parser.add_argument(
            "--encoding", choices=sorted(ENCODINGS), default="", help="of text; found out"
        )
        parser.add_argument(
            "--currency", type=currency, default="", help="of prices that name none"
        )
        parser.add_argument(
            "--recipe", choices=sorted(RECIPES), default="", help="make pictures of every photo"
        )
        parser.add_argument(
            "--preset",
            action="append",
            choices=sorted(load_presets()),
            help="a channel to make them for; may be repeated; the shop's own when left out",
        )
        parser.add_argument(
            "--make",
            action="append",
            default=[],
            metavar="JSON",
            help='such as {"recipe": "scene", "sentence": "木桌，晨光"}; may be repeated',
        )
        parser.add_argument(
            "--policy",
            choices=Import.Policy.values,
            default=Import.Policy.SKIP,
            help="rows that cannot be imported: skip them, stop at the first, all or nothing",
        )
        parser.add_argument("--dry-run", action="store_true", help="check, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with ExitStack() as opened:
                shop = Shop.objects.get(slug=options["shop"])
                makings = makings_asked(options, shop)
                files = files_opened(opened, options)
                if options["dry_run"]:
                    counts = self.dry_run(shop, files, makings)
                else:
                    counts = self.carry_out(shop, files, makings, options["policy"])
        except Shop.DoesNotExist as error:
            words = f"There is no shop {options['shop']!r}."
            raise CommandError(words, returncode=UNREADABLE) from error
        except (UnreadableFile, OSError, EngineError, CatalogError) as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        self.stdout.write(json.dumps(counts))

    def dry_run(self, shop: Shop, files: ImportFiles, makings: Sequence[Making]) -> dict[str, int]:
        """What the file would do; nothing is written, neither rows nor files."""
        counts = dict.fromkeys(("rows", "products", *ImportRow.Outcome.values, "errors"), 0)
        hosts = Counter[str]()
        photos = pictured = 0
        files = unpacked(files)
        sheet, _ = sheet_received(files, shop)
        columns_check(sheet)
        check = Check(shop, photo_archive(files.photos), Seen())
        for one in chain.from_iterable(check.batches(sheet)):
            number, draft = one.row.number, one.draft
            product = ("product", draft.group or draft.sku, number)
            counts["rows"] += 1
            counts["products"] += not one.problems and check.seen.first(*product) == number
            counts["errors" if one.problems else one.outcome] += 1
            if draft.files and not one.problems:
                photos += len(draft.files)
                pictured += check.seen.first("pictured", product[1], number) == number
            for address in one.addresses:
                is_first = check.seen.first("address", address, number) == number
                hosts[target_of(address).authority] += is_first
            self.tell(number, [*one.problems, *one.notes])
        for host, count in hosts.most_common():
            self.stderr.write(f"{host}: pictures to be fetched: {count}")
        if makings:
            self.tell_time(estimate(makings, photos=photos, products=pictured))
        return counts

    def tell_time(self, foreseen: Estimate) -> None:
        """How many pictures would be made, and how long that would take."""
        taken = "nobody knows yet how long that takes"
        if foreseen.minutes is not None:
            taken = f"about {foreseen.minutes} min with {max(1, foreseen.workers)} workers"
        self.stderr.write(f"{foreseen.pictures} pictures would be made: {taken}")

    def carry_out(
        self, shop: Shop, files: ImportFiles, makings: Sequence[Making], policy: str
    ) -> dict[str, int]:
        """Check and write every row; jobs that do not fit the shop's queue are asked for later."""
        by = first_owner(shop)
        source = import_receive(shop=shop, by=by, files=files, makings=makings, hold=True)
        try:
            self.carry_on(source, policy)
        except KeyboardInterrupt:
            import_cancel(source=source)
            raise CommandError("Stopped. What was written stays; run it again to go on.") from None
        except CatalogError:
            import_cancel(source=source)
            self.tell_rows(source)
            raise
        import_release(source=source)
        self.tell_rows(source)
        if source.problem:
            self.stderr.write(problem_of(source.problem).in_language(language()))
        return import_counts(source)

    def tell_rows(self, source: Import) -> None:
        for row in source.rows.exclude(problems=[], notes=[]).iterator():
            self.tell(row.number, map(problem_of, [*row.problems, *row.notes]))

    def carry_on(self, source: Import, policy: str) -> None:
        while source.status == Status.CHECKING:
            import_advance(source=source)
        if source.status == Status.UNREADABLE:
            problem = problem_of(source.problem)
            raise UnreadableFile(problem.code, **problem.arguments)
        import_start(source=source, policy=policy)
        rows = ImportRow.Status
        unwritten = [rows.FETCHING, rows.WAITING, rows.CLAIMED]
        while source.status == Status.RUNNING:
            # Beside the workers, if there are any: the command alone must come to an end too.
            fetches_work(until=timezone.now() + FETCHING)
            import_advance(source=source)
            # A problem of a running import is a quota: the scheduler goes on once there is more.
            if source.problem or not source.rows.filter(status__in=unwritten).exists():
                return

    def tell(self, number: int, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.stderr.write(f"row {number}: {problem.in_language(language())}")


def makings_asked(options: Mapping[str, Any], shop: Shop) -> list[Making]:
    """What is to be made of every row: --recipe with --preset, and each --make.

    Raises CatalogError, EngineError.
    """
    try:
        asked = [json.loads(text) for text in options["make"]]
    except json.JSONDecodeError as error:
        raise CommandError(f"--make: {error}", returncode=UNREADABLE) from error
    if recipe := options["recipe"]:
        presets = options["preset"] or (shop.presets if RECIPES[recipe].needs_preset else [])
        asked.insert(0, {"recipe": recipe, "presets": presets})
    return makings_ready(makings_of(asked), shop)


def files_opened(opened: ExitStack, options: Mapping[str, Any]) -> ImportFiles:
    """What the command was given, open for reading. Raises OSError, UnreadableFile."""
    reading = Reading(
        format=options["format"], encoding=options["encoding"], currency=options["currency"]
    )
    name, sheet = source_opened(options["file"])
    opened.enter_context(sheet)
    photos = source_opened(options["photos"])[1] if options["photos"] else None
    if photos:
        opened.enter_context(photos)
    return ImportFiles(name=name, sheet=sheet, photos=photos, reading=reading)


def currency(text: str) -> str:
    if not re.fullmatch(r"([A-Z]{3})?", text):
        raise ArgumentTypeError("three letters, such as USD or CNY")
    return text


def first_owner(shop: Shop) -> User | None:
    """Whose name the import bears."""
    owners = Membership.objects.filter(shop=shop, role=Membership.Role.OWNER)
    first = owners.select_related("user").order_by("pk").first()
    return first.user if first else None
