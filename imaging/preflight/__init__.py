"""Preflight: holds a finished file's own pixels against a channel's rules."""

from collections.abc import Mapping
from typing import Any

from imaging.engines.base import U8
from imaging.labels import Label
from imaging.preflight import words
from imaging.preflight.report import Finding, Report, Status
from imaging.preflight.seen import look
from imaging.preflight.verdicts import VERDICTS, Verdict
from imaging.presets import Preset, Rule

__all__ = ["Finding", "Report", "check"]

ARROWS = {"top": "↑", "right": "→", "bottom": "↓", "left": "←"}
REENCODED = {"formats", "bytes", "colour", "still"}


def check(
    data: bytes,
    preset: Preset,
    *,
    alpha: U8 | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Report:
    """Measure a picture file, made here or not, against every rule of `preset`.

    `alpha` (H, W) uint8 is the product's mask where it is known: without it a white product on
    white measures smaller than it is. `facts` are those of the work that made the file, for what
    pixels do not tell: enlargement, a product cut off by the photo's edge.
    Raises EngineError of the codec when the file is not a readable picture.
    """
    seen = look(data, alpha)
    found = [_finding(rule, VERDICTS[rule.kind](rule, seen), preset.label) for rule in preset.rules]
    place = (facts or {}).get("place")
    untold = () if place else (words.UNTOLD,)
    return Report(
        preset=preset.key,
        channel=preset.label,
        width=seen.size[0],
        height=seen.size[1],
        format=seen.header.format,
        bytes=seen.bytes,
        findings=(*found, *(_placed(place) if place else ())),
        not_checked=(*preset.not_checked, *untold),
    )


def _finding(rule: Rule, verdict: Verdict, channel: Label) -> Finding:
    status = _status(rule, verdict)
    action = "reencode" if rule.kind in REENCODED else "remake"
    helped = status != "pass"
    return Finding(
        rule=rule.kind,
        label=words.RULES[rule.kind],
        measured=verdict.measured,
        required=verdict.required,
        says=_sentence(rule, verdict, channel),
        status=status,
        fix=words.FIXES[action].filled(channel=channel) if helped else None,
        fix_action=action if helped else None,
        source=rule.source,
        read=rule.read,
        sure=rule.sure,
    )


def _status(rule: Rule, verdict: Verdict) -> Status:
    if verdict.fits is None:
        return "unknown"
    if not verdict.fits:
        return "fail" if rule.level == "required" else "warn"
    return "warn" if verdict.odd else "pass"


def _sentence(rule: Rule, verdict: Verdict, channel: Label) -> Label:
    usual = words.SEEN[rule.kind].filled(measured=verdict.measured)
    seen = verdict.seen or words.joined(usual, Label(en="; ", zh="；"))
    demand = words.DEMANDS[rule.level]
    return words.joined(seen, demand.filled(channel=channel, required=verdict.wanted))


def _placed(place: Mapping[str, Any]) -> tuple[Finding, Finding]:
    """What the placing step knows: enlargement, and a product at the photo's edge."""
    scale = f"{100 * place['scale']:.0f} %"
    enlarged = words.ENLARGED.filled(measured=scale) if place["enlarged"] else None
    edges = " ".join(ARROWS[side] for side in place["touches_border"])
    cut_off = words.CUT_OFF if edges else None
    return (
        _own("enlarged", (scale, "≤ 100 %"), enlarged, (words.NOT_ENLARGED, words.CLOSER)),
        _own("whole", (edges or "0", "0"), cut_off, (words.NOT_CUT_OFF, words.WHOLE_FIX)),
    )


def _own(
    rule: str, values: tuple[str, str], trouble: Label | None, otherwise: tuple[Label, Label]
) -> Finding:
    """A finding of the studio's own: `values` measured and required, `otherwise` (fine, fix)."""
    fine, fix = otherwise
    return Finding(
        rule=rule,
        label=words.RULES[rule],
        measured=values[0],
        required=values[1],
        says=trouble or fine,
        status="warn" if trouble else "pass",
        fix=fix if trouble else None,
        fix_action="retake" if trouble else None,
    )
