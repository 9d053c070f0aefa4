"""The one tap: what a photo measures, and which fixes that calls for. No pixel changes here."""

from imaging.enhance.measure import Measures, measure
from imaging.enhance.plan import Fix, StepName, plan

__all__ = ["Fix", "Measures", "StepName", "measure", "plan"]
