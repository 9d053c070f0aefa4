"""Draws the plates that ship with themes: for whoever changes a theme or the renderer."""

import math
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from imaging.themes import load_themes, store

# Of a square as large as a shipped plate: 40 themes in 5 shapes stay under 15 MB, and are drawn in
# half an hour on two cores. They count as previews: a full plate takes their place once drawn.
SIDE = 640  # px


class Command(BaseCommand):
    help = "Draw the plates that ship with themes, in every common shape."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("themes", nargs="*", metavar="THEME", help="all where none is given")
        parser.add_argument("--shape", action="append", choices=list(store.SHAPES))
        parser.add_argument("--missing", action="store_true", help="only what was not drawn yet")

    def handle(self, *args: Any, **options: Any) -> None:
        for shape in options["shape"] or store.SHAPES:
            for key in options["themes"] or load_themes():
                if not (options["missing"] and store.shipped(key, shape)):
                    started = time.perf_counter()
                    draw(key, shape)
                    self.stdout.write(f"{key} {shape} {time.perf_counter() - started:.1f} s")
                    self.stdout.flush()


def draw(key: str, shape: str) -> None:
    """Draw and write one. Raises EngineError: unknown_theme, scene_backend."""
    from imaging.scenery.look import decide
    from imaging.scenery.render import Effort, render
    from imaging.themes import theme

    ratio = store.SHAPES[shape]
    width, height = round(SIDE * math.sqrt(ratio)), round(SIDE / math.sqrt(ratio))
    known = theme(key)
    look = decide(known.brief, seed=known.seed, width=width, height=height, quality="preview")
    store.ship(key, shape, render(look, effort=Effort(SIDE, passes=2, samples=8)))
