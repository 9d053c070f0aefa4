"""The studio as it runs, with short leases and a quick engine: for killing its processes."""

from imaging.engines.registry import ENGINES
from imaging.recipe import Ask, Recipe, RecipeSpec, Step
from imaging.recipes import RECIPES, channel_export
from studio.settings import *
from studio.settings import IMAGING_PERIODIC_TASKS
from tests import quick_engine


def quick(ask: Ask) -> Recipe:
    export = channel_export(ask.channel)
    return Recipe(key="quick", steps=(Step(engine="quick"),), export=export)


ENGINES["quick"] = quick_engine.SPEC
RECIPES["quick"] = RecipeSpec(quick_engine.SPEC.label, quick, needs_preset=True)

IMAGING_LEASE_S = 3.0
IMAGING_SWEEP_S = 0.5
IMAGING_WAKE_AGAIN_S = 3.0
# Jobs must outlive more deaths here than a seller's would: processes die every other second.
IMAGING_MAX_ATTEMPTS = 8
# Turns of imports are as much shorter as leases are.
IMAGING_PERIODIC_TASKS["catalog.advance_imports"] = 0.5
