"""What a finished picture alone can tell before a person looks at it."""

from imaging.screening.model import (
    CHECKS,
    Check,
    Evidence,
    Finding,
    Line,
    Measured,
    NotChecked,
    Report,
)

__all__ = [
    "CHECKS",
    "Check",
    "Evidence",
    "Finding",
    "Line",
    "Measured",
    "NotChecked",
    "Report",
]
