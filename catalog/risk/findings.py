"""What rows tell of a submission, in the form that machines tell what they see in."""

from collections.abc import Iterable
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field

from imaging.labels import Label
from imaging.screening import Evidence

RowCheck = Literal[
    "banned",  # a word of goods that may not be sold
    "rejected_before",  # nearly a picture that was rejected
    "duplicate",  # nearly a picture of another shop
    "photo_elsewhere",  # the very photo lies in another shop
]
ROW_CHECKS: tuple[RowCheck, ...] = get_args(RowCheck)


class RowFinding(BaseModel, frozen=True, extra="forbid"):
    """One thing that a person should look at; fields as in imaging.screening.Finding."""

    check: RowCheck
    code: str
    confidence: float = Field(ge=0, le=1)
    says: Label
    evidence: Evidence = Evidence()


def surest(findings: Iterable[dict[str, Any]]) -> dict[str, float]:
    """The highest confidence of each check among stored findings."""
    found: dict[str, float] = {}
    for finding in findings:
        check = finding["check"]
        found[check] = max(found.get(check, 0.0), finding["confidence"])
    return found
