"""What preflight says about one file."""

from typing import Literal

from pydantic import BaseModel, computed_field

from imaging.labels import Label

Status = Literal["pass", "fail", "warn", "unknown"]


class Finding(BaseModel, frozen=True):
    """One rule on one file.

    `measured` and `required` read the same in every language; `says` is the whole sentence.
    `fix_action`: "remake" = make it with this preset, "reencode" = save these pixels again with
    this preset's format and limits, "retake" = only a new photo helps. `source`, `read` and
    `sure` are the rule's evidence; `read` and `sure` are None for what the studio itself knows.
    """

    rule: str
    label: Label
    measured: str
    required: str
    says: Label
    status: Status
    fix: Label | None = None
    fix_action: Literal["remake", "reencode", "retake"] | None = None
    source: str = ""
    read: str | None = None
    sure: str | None = None


class Report(BaseModel, frozen=True):
    """Every finding on a file, in the preset's order, and what nobody looked at."""

    preset: str
    channel: Label
    width: int
    height: int
    format: str
    bytes: int
    findings: tuple[Finding, ...]
    not_checked: tuple[Label, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def passed(self) -> bool:
        """Whether nothing that the channel requires failed. Warnings do not count."""
        return all(finding.status != "fail" for finding in self.findings)
