"""What was measured, as findings with a reason code, a confidence and evidence.

Confidences were set on the half of a made set that is for tuning, and measured on the other half:
docs/measurements.md, "Checks before a person looks".
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from imaging.attributes.model import Share
from imaging.labels import Label
from imaging.screening import words
from imaging.screening.brands import brands
from imaging.screening.difference import Difference
from imaging.screening.lettering import Changed, Read
from imaging.screening.model import Evidence, Finding
from imaging.screening.overlays import kind_of, laid_over, says_the_same
from imaging.screening.silhouette import Growth

CHANGED, OVERLAID = "product_changed", "text_on_picture"
MOST_PARTS = 5  # parts of a product that are told one by one
SEEN_DELTA_E, HALF_DELTA_E = 2.0, 4.0  # below the first nobody sees it; at the second half agree
HALF_CLEAR, STEEP_CLEAR = 0.45, 14.0
SAFE = 0.2  # of the unsafe score, as its makers say
HALF_FACE, STEEP_FACE = 0.45, 10.0
ON_PRODUCT = 0.6  # of a face's confidence where it lies on the product
FAILED, WARNED = 0.95, 0.4  # of a channel's rule


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def of_difference(found: Difference) -> Iterator[Finding]:
    """The whole in another colour; parts that differ."""
    if found.delta_e >= SEEN_DELTA_E:
        yield Finding(
            check="colour",
            code=CHANGED,
            confidence=round(sigmoid(found.delta_e - HALF_DELTA_E), 3),
            says=words.COLOUR_SENTENCE.filled(delta=found.delta_e),
            evidence=Evidence(values={"delta_e00": round(found.delta_e, 2)}),
        )
    for part in found.parts[:MOST_PARTS]:
        sizes = {"share": part.share, "mean": part.mean, "peak": part.peak}
        yield Finding(
            check="product",
            code=CHANGED,
            confidence=round(sigmoid(0.35 * (part.peak - 9) + math.log10(part.share / 0.002)), 3),
            says=words.PARTS_CHANGED,
            evidence=Evidence(
                box=part.box, values={name: round(size, 4) for name, size in sizes.items()}
            ),
        )


def of_growth(found: Growth) -> Iterator[Finding]:
    if found.box is None:
        return
    values = {"share": round(found.share, 4), "clear_edge": round(found.clear, 2)}
    yield Finding(
        check="silhouette",
        code=CHANGED,
        confidence=round(sigmoid(STEEP_CLEAR * (found.clear - HALF_CLEAR)), 3),
        says=words.GROWN,
        evidence=Evidence(box=found.box, values=values),
    )


def of_changed_words(found: Iterable[Changed]) -> Iterator[Finding]:
    for one in found:
        yield Finding(
            check="lettering",
            code=CHANGED,
            confidence=round(one.confidence, 3),
            says=sentence_of(one).filled(before=one.before, after=one.after),
            evidence=Evidence(
                box=one.box,
                before=one.before,
                after=one.after,
                values={"edit_distance": round(one.distance, 3)},
            ),
        )


def sentence_of(one: Changed) -> Label:
    if one.before and one.after:
        return words.REWORDED
    return words.WORDS_NEW if one.after else words.WORDS_GONE


def of_overlays(read: Sequence[Read]) -> Iterator[Finding]:
    """Words on a main image that are not the product's own; the same words are told once."""
    laid = sorted(filter(laid_over, read), key=lambda line: -line.reading.confidence)
    for index, line in enumerate(laid):
        if any(says_the_same(line, other) for other in laid[:index]):
            continue
        kind = kind_of(line, read)
        yield Finding(
            check=kind,
            code=OVERLAID,
            confidence=round(line.reading.confidence, 3),
            says=words.LAID_OVER[kind].filled(text=line.reading.text),
            evidence=Evidence(
                box=line.box,
                after=line.reading.text,
                values={"times": sum(says_the_same(line, other) for other in laid)},
            ),
        )


def of_code(box: Share, text: str, confidence: float) -> Finding:
    evidence = Evidence(box=box, after=text)
    return Finding(
        check="code", code=OVERLAID, confidence=confidence, says=words.CODE, evidence=evidence
    )


def of_border(width: float) -> Iterator[Finding]:
    if width:
        evidence = Evidence(values={"width_share": width})
        yield Finding(
            check="border", code=OVERLAID, confidence=0.8, says=words.BORDER, evidence=evidence
        )


def of_unsafe(score: float) -> Iterator[Finding]:
    if score >= SAFE:
        yield Finding(
            check="unsafe",
            code="unsafe",
            confidence=round(score, 3),
            says=words.UNSAFE.filled(score=score),
            evidence=Evidence(values={"score": round(score, 3)}),
        )


def of_face(box: Share, sure: float, *, on_product: bool) -> Finding:
    confidence = sigmoid(STEEP_FACE * (sure - HALF_FACE)) * (ON_PRODUCT if on_product else 1)
    return Finding(
        check="face",
        code="person_shown",
        confidence=round(confidence, 3),
        says=words.FACE_ON_PRODUCT if on_product else words.FACE,
        evidence=Evidence(box=box, values={"score": round(sure, 3), "on_product": on_product}),
    )


def of_brands(read: Sequence[Read]) -> Iterator[Finding]:
    for brand in brands(read):
        sentence = words.BRAND if brand.is_known else words.BRAND_LIKELY
        yield Finding(
            check="brand",
            code="brand_not_owned",
            confidence=round(brand.confidence, 3),
            says=sentence.filled(word=brand.word),
            evidence=Evidence(
                box=brand.line.box,
                after=brand.line.reading.text,
                values={"word": brand.word, "is_known": brand.is_known},
            ),
        )


def of_preflight(report: Mapping[str, Any]) -> Iterator[Finding]:
    """What preflight's report, as JSON, found wrong."""
    for rule in report["findings"]:
        if rule["status"] in ("fail", "warn"):
            values = {key: rule[key] for key in ("rule", "measured", "required")}
            yield Finding(
                check="channel",
                code="channel_rules",
                confidence=FAILED if rule["status"] == "fail" else WARNED,
                says=Label.model_validate(rule["says"]),
                evidence=Evidence(values=values),
            )
