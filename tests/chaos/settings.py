"""The studio as it runs, with short leases and a quick engine: for killing its processes."""

from imaging.engines.registry import ENGINES
from studio.settings import *
from tests import quick_engine

ENGINES["quick"] = quick_engine.SPEC

IMAGING_LEASE_S = 3.0
IMAGING_SWEEP_S = 0.5
IMAGING_WAKE_AGAIN_S = 3.0
# Jobs must outlive more deaths here than a seller's would: processes die every other second.
IMAGING_MAX_ATTEMPTS = 8
