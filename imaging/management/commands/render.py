"""Recipes without a server: photos in, files and JSON lines out. No broker, no rows."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imaging.errors import EngineError
from imaging.finishing import Output
from imaging.management import asking
from imaging.management.asking import Asked
from imaging.origin import origin
from imaging.pipeline import Made, MemoryCache, Run
from imaging.presets import load_presets
from imaging.recipes import RECIPES, SCREEN, TAGS
from imaging.writing import write_whole

KEYS = (
    "input",
    "output",
    "engines",
    "seconds",
    "confidence",
    "pixel_locked",
    "preflight",
    "attributes",
    "screen",
    "error",
)
Line = dict[str, Any]


class Command(BaseCommand):
    help = "Run a recipe on photos and write the results to a folder."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
        parser.add_argument(
            "--recipe", default="main-image", choices=sorted([*RECIPES, TAGS, SCREEN])
        )
        parser.add_argument(
            "--preset",
            action="append",
            choices=sorted(load_presets()),
            help="a channel; give it several times for several channels",
        )
        asking.add_arguments(parser)
        parser.add_argument("--out", type=Path, default=Path("."), metavar="DIR")
        parser.add_argument("--json", action="store_true", help="JSON lines on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        asked, inputs = self.asked(options)
        options["out"].mkdir(parents=True, exist_ok=True)
        failed = 0
        for line in lines(options["photos"], asked, inputs, options["out"]):
            failed += line["error"] is not None
            self.report(line, as_json=options["json"])
        if failed:
            sys.exit(1)

    def asked(self, options: dict[str, Any]) -> tuple[list[Asked], dict[str, bytes]]:
        try:
            unknown = asking.not_understood(options)
            if unknown:
                self.stderr.write(f"not understood: {', '.join(unknown)}")
            return asking.asked(options), asking.inputs(options)
        except EngineError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename}") from error

    def report(self, line: Line, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            self.stdout.flush()
        elif line["error"]:
            self.stderr.write(f"{line['input']}: {line['error']}")
        else:
            self.stdout.write(f"{line['input']} → {said(line)}")


def lines(
    photos: list[Path], asked: list[Asked], inputs: dict[str, bytes], out: Path
) -> Iterator[Line]:
    """Make everything, one line per output; a photo that fails gets a line for each recipe."""
    shared = Counter(photo.stem for photo in dict.fromkeys(photos))
    for photo in dict.fromkeys(photos):
        cache = MemoryCache()  # of this photo: a second channel finds the cut-out made
        stem = stem_of(photo, unique=shared[photo.stem] == 1)
        for one in asked:
            yield line(photo, one, inputs, cache, out / stem)


def line(
    photo: Path, asked: Asked, inputs: dict[str, bytes], cache: MemoryCache, start: Path
) -> Line:
    """Run one recipe on one photo, write its picture to a name from `start`, say how it went."""
    told: Line = dict.fromkeys(KEYS)
    told["input"] = str(photo)
    try:
        run = Run(recipe=asked.recipe, cache=cache, origin=origin())
        made = run.make({**inputs, "photo": photo.read_bytes()})
        path = written(made.outputs.get("picture") or made.outputs.get("heat"), asked, start)
    except EngineError as error:
        return told | {"error": str(error)}
    except OSError as error:
        return told | {"error": f"{error.strerror}: {error.filename}"}
    return told | facts(made) | {"output": path}


def written(picture: Output | None, asked: Asked, start: Path) -> str | None:
    """The path of the file that `picture` now is; None for a recipe that makes none."""
    if picture is None:
        return None
    path = start.with_name(name(start.name, asked, picture.extension))
    write_whole(path, picture.data)
    return str(path)


def facts(made: Made) -> Line:
    """What the line says of a picture that was made."""
    steps = [note for note in made.report if note["version"] is not None]
    return {
        "engines": [{"engine": note["step"], "model": note["model"]} for note in steps],
        "seconds": {note["step"]: note["seconds"] for note in made.report},
        "confidence": made.facts.get("cutout", {}).get("confidence"),
        "pixel_locked": made.facts.get("pixel_locked"),
        "preflight": made.facts.get("preflight"),
        "attributes": made.facts.get("attributes"),
        "screen": made.facts.get("screen"),
    }


def said(line: Line) -> str:
    """What a line without --json says: the file, what screening found, or the attributes."""
    if line["screen"] is None:
        return str(line["output"] or told(line["attributes"]))
    found = line["screen"]["findings"]
    return ", ".join(f"{one['check']} {one['confidence']:.0%}" for one in found) or "-"


def told(attributes: Mapping[str, Line] | None) -> str:
    """Attributes in a line: "category dress 93 %, colour navy 88 %"; "-" is not visible."""
    found = (attributes or {}).items()
    return ", ".join(f"{name} {one['value'] or '-'} {one['confidence']:.0%}" for name, one in found)


def stem_of(photo: Path, *, unique: bool) -> str:
    """How the names of a photo's pictures begin: with a hash of its path where stems collide."""
    return photo.stem if unique else f"{photo.stem}-{sha256(str(photo).encode()).hexdigest()[:8]}"


def name(stem: str, asked: Asked, extension: str) -> str:
    """`<stem>.<recipe>[.<preset>][.<theme and seed>].<ext>`."""
    parts = [stem, asked.recipe.key, asked.recipe.export.preset, asked.tag, extension]
    return ".".join(part for part in parts if part)
