"""The studio as production runs it, with a known cut-out and short leases."""

from imaging.engines.registry import ENGINES
from tests import known_cutout
from tests.chaos.settings import *

ENGINES["cutout"] = known_cutout.SPEC
