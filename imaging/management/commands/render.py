"""Recipes without a server: photos in, files and JSON lines out. No broker, no rows."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imaging.errors import EngineError
from imaging.pipeline import Made, MemoryCache, Run
from imaging.presets import load_presets
from imaging.recipes import RECIPES, Recipe, build

KEYS = (
    "input",
    "output",
    "engines",
    "seconds",
    "confidence",
    "pixel_locked",
    "preflight",
    "attributes",
    "error",
)
Line = dict[str, Any]
NO_PRESET: list[str | None] = [None]


class Command(BaseCommand):
    help = "Run a recipe on photos and write the results to a folder."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
        parser.add_argument("--recipe", default="main-image", choices=sorted(RECIPES))
        parser.add_argument(
            "--preset",
            action="append",
            choices=sorted(load_presets()),
            help="a channel; give it several times for several channels",
        )
        parser.add_argument("--out", type=Path, default=Path("."), metavar="DIR")
        parser.add_argument("--json", action="store_true", help="JSON lines on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        recipes = self.recipes(options["recipe"], options["preset"] or [])
        options["out"].mkdir(parents=True, exist_ok=True)
        failed = 0
        for line in lines(options["photos"], recipes, options["out"]):
            failed += line["error"] is not None
            self.report(line, as_json=options["json"])
        if failed:
            sys.exit(1)

    def recipes(self, key: str, presets: list[str | None]) -> list[Recipe]:
        try:
            return [build(key, preset_key=preset) for preset in presets or NO_PRESET]
        except EngineError as error:
            raise CommandError(str(error)) from error

    def report(self, line: Line, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            self.stdout.flush()
        elif line["error"]:
            self.stderr.write(f"{line['input']}: {line['error']}")
        else:
            self.stdout.write(f"{line['input']} → {line['output']}")


def lines(photos: list[Path], recipes: list[Recipe], out: Path) -> Iterator[Line]:
    """Make everything, one line per output; a photo that fails gets a line for each recipe."""
    shared = Counter(photo.stem for photo in dict.fromkeys(photos))
    for photo in dict.fromkeys(photos):
        cache = MemoryCache()  # of this photo: a second channel finds the cut-out made
        for recipe in recipes:
            yield line(photo, recipe, out, cache, unique=shared[photo.stem] == 1)


def line(photo: Path, recipe: Recipe, out: Path, cache: MemoryCache, *, unique: bool) -> Line:
    """Run one recipe on one photo, write its picture and say how it went."""
    told: Line = dict.fromkeys(KEYS)
    told["input"] = str(photo)
    try:
        made = Run(recipe=recipe, cache=cache).make({"photo": photo.read_bytes()})
        path = out / name(photo, recipe, made.outputs["picture"].extension, unique=unique)
        write(path, made.outputs["picture"].data)
    except EngineError as error:
        return told | {"error": str(error)}
    except OSError as error:
        return told | {"error": f"{error.strerror}: {error.filename}"}
    return told | facts(made) | {"output": str(path)}


def facts(made: Made) -> Line:
    """What the line says of a picture that was made."""
    steps = [note for note in made.report if note["version"] is not None]
    return {
        "engines": [{"engine": note["step"], "model": note["model"]} for note in steps],
        "seconds": {note["step"]: note["seconds"] for note in made.report},
        "confidence": made.facts.get("cutout", {}).get("confidence"),
        "pixel_locked": made.facts["pixel_locked"],
        "preflight": made.facts.get("preflight"),
        "attributes": made.facts.get("attributes"),
    }


def write(path: Path, data: bytes) -> None:
    """Write the whole file or none of it."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def name(photo: Path, recipe: Recipe, extension: str, *, unique: bool) -> str:
    """`<stem>.<recipe>[.<preset>].<ext>`, with a short hash of the path where stems collide."""
    stem = photo.stem if unique else f"{photo.stem}-{sha256(str(photo).encode()).hexdigest()[:8]}"
    parts = [stem, recipe.key, recipe.export.preset, extension]
    return ".".join(part for part in parts if part)
