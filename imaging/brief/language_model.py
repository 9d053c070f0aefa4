"""A second reader of briefs: any OpenAI-compatible language model that the operator names.

What a seller types goes out as data, and nothing that comes back is believed: a value must be one
of the studio's own, and the words that it rests on must stand in the text. What cannot be shown
is left out; then, and wherever the model says nothing, the grammar's answer stands.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, StrictInt, StrictStr, ValidationError

from imaging.brief.chips import labels
from imaging.brief.llm_call import Endpoint, Unusable, answer_of
from imaging.brief.model import MAX_TEXT, SceneBrief
from imaging.brief.parsed import Parsed, Understood
from imaging.errors import MESSAGES
from imaging.labels import Label

MANY = frozenset(("colours", "props", "without"))
MAX_CLAIMS = 60

log = logging.getLogger(__name__)


class Claim(BaseModel, frozen=True, extra="forbid"):
    """The model's word that the text sets `field` to `value`; no value takes the field back.

    For fields of several values each value is a claim. evidence: the words of the text that say so.
    """

    field: StrictStr
    value: StrictStr | StrictInt | None
    evidence: StrictStr


@dataclass(frozen=True)
class Reading:
    """The claims that hold, and how many did not."""

    claims: tuple[Claim, ...]
    dropped: int


def read_by_model(
    grammar: Parsed, text: str, *, previous: SceneBrief | None, endpoint: Endpoint
) -> Parsed:
    """`grammar`, which came of the same text, with what the model could show laid over it.

    Never raises for what the model does: its remark says what went wrong, and the grammar's
    answer stands.
    """
    before = previous or SceneBrief()
    data = {"text": text, "previous": before.model_dump(mode="json", exclude_defaults=True)}
    try:
        answer = answer_of(endpoint, json.dumps(data, ensure_ascii=False))
        reading = _trusted(_claims(answer), text, before)
    except Unusable as failure:
        log.warning("the language model at %s: %s", endpoint.url, failure)
        return replace(grammar, remark=_joined(MESSAGES[failure.code], grammar.remark))
    return _laid_over(grammar, reading, text)


def _claims(answer: str) -> list[Any]:
    """The claims as they came. Raises Unusable."""
    try:
        content = json.loads(answer)
    except (ValueError, RecursionError):
        raise Unusable("brief_model_garbled", "the answer is not JSON") from None
    said = content.get("said") if isinstance(content, dict) else None
    if not isinstance(said, list) or len(said) > MAX_CLAIMS:
        raise Unusable("brief_model_garbled", "the answer is not of the schema")
    return said


def _trusted(claims: Iterable[Any], text: str, before: SceneBrief) -> Reading:
    kept: list[Claim] = []
    dropped = 0
    for raw in claims:
        try:
            claim = Claim.model_validate(raw)
            holds = _fits(claim, text) and (_is_shown(claim, text) or _is_old(claim, before))
        except ValidationError:
            holds = False
        if holds:
            kept.append(claim)
        dropped += not holds
    return Reading(tuple(kept), dropped)


def _fits(claim: Claim, text: str) -> bool:
    """Whether the studio knows the field and the value. Raises ValidationError if it does not."""
    value = claim.value
    if value is None:
        return claim.field in SceneBrief.model_fields
    SceneBrief.model_validate({claim.field: (value,) if claim.field in MANY else value})
    if claim.field == "channel":
        return value in labels("channel")
    return claim.field != "text" or str(value) in text


def _is_shown(claim: Claim, text: str) -> bool:
    return 0 < len(claim.evidence.strip()) <= MAX_TEXT and claim.evidence in text


def _is_old(claim: Claim, before: SceneBrief) -> bool:
    """Whether the brief that is changed had this value already: then no word need repeat it."""
    return claim.field in MANY and claim.value in getattr(before, claim.field)


def _laid_over(grammar: Parsed, reading: Reading, text: str) -> Parsed:
    invented = _left_out(reading.dropped)
    if not reading.claims:
        return replace(grammar, remark=_joined(invented, grammar.remark))
    shown = [one for one in reading.claims if _is_shown(one, text)]
    said = {one.evidence for one in shown}
    own = {one.field for one in reading.claims}
    kept = [one for one in grammar.understood if one.field not in own or one.field in MANY]
    return replace(
        grammar,
        brief=_changed(grammar.brief, reading.claims),
        understood=tuple(sorted({*kept, *_places(shown, text)}, key=lambda one: one.start)),
        unknown=tuple(word for word in grammar.unknown if not any(word in one for one in said)),
        reader="language model",
        remark=invented,
    )


def _changed(brief: SceneBrief, claims: Sequence[Claim]) -> SceneBrief:
    now: dict[str, Any] = dict(brief)
    for one in claims:
        if one.value is None:
            now[one.field] = SceneBrief.model_fields[one.field].default
    for one in claims:
        if one.value is not None:
            value = one.value
            now[one.field] = (*now[one.field], value) if one.field in MANY else value
    without = now["without"] = tuple(dict.fromkeys(now["without"]))
    now["colours"] = tuple(dict.fromkeys(now["colours"]))
    unwanted = set(now["props"] if "props" in without else without)
    now["props"] = tuple(one for one in dict.fromkeys(now["props"]) if one not in unwanted)
    return SceneBrief.model_validate(now)


def _places(claims: Iterable[Claim], text: str) -> Iterator[Understood]:
    for one in claims:
        if one.value is not None:
            start = text.index(one.evidence)
            yield Understood(one.field, one.value, start, start + len(one.evidence))


def _left_out(count: int) -> Label | None:
    if not count:
        return None
    return MESSAGES["brief_model_invented"].filled(count=count)


def _joined(first: Label | None, second: Label | None) -> Label | None:
    if first and second:
        return Label(en=f"{first.en} {second.en}", zh=f"{first.zh}{second.zh}")
    return first or second
