"""Screening: what is caught in altered pictures, what is alarmed about in untouched ones, seconds.

    python -m imaging.bench.screening --data DIR [--people DIR] [--half tune]

Pictures are made by real recipes of photos in `products/` and `clothing/validation`, most with
words printed on the product; each is screened as it is, and altered in one way. Pictures with even
numbers were for tuning and looked at; the others are measured. People come from --people, a folder
of photos that each show a face; without it nobody is added.

Caught: one of the checks meant for the alteration is at least EVEN sure. False alarm: any check is
that sure of an untouched picture. Intervals are Wilson's, 95 %.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging import codec
from imaging.bench.altered import Alteration, alterations, laid
from imaging.bench.finished import Finished, finished, photos
from imaging.bench.laid_over import people_in
from imaging.bench.measuring import Took, took
from imaging.errors import EngineError
from imaging.ops.geometry import resized
from imaging.screening import CHECKS, Report
from imaging.screening.nets import Nets, installed_nets
from imaging.screening.screen import Screening, Seen

U8 = NDArray[np.uint8]

COUNT = 210  # pictures, half of them for tuning
TUNE, MEASURE = 0, 1  # remainder of a picture's number
EVEN = 0.5  # confidence from which a finding counts
QUALITY = 92  # of the JPEG that an altered picture is saved as
TIMED, TIMED_SIDE = 8, 1600  # pictures, px
BINS = (0.2, 0.5, 0.8, 0.95, 1.01)
NOT_MEASURED = "not measured (no pictures in --data)"


@dataclass(frozen=True)
class Case:
    """One picture screened. alteration: its name, "" for an untouched one."""

    alteration: str
    report: Report


def section(data: Path, people: Path | None = None, half: int = MEASURE) -> str:
    """All tables as Markdown."""
    if not (data / "products").is_dir():
        return NOT_MEASURED
    known, nets = alterations(people_in(people)), installed_nets()
    made = list(pictures(data, half))
    cases = [case for one, name in shared(made, known) for case in both(one, name, known, nets)]
    tables = (caught(cases, known), alarms(cases), calibration(cases, known), seconds(made, nets))
    return "\n\n".join(tables)


def pictures(data: Path, half: int, count: int = COUNT) -> Iterator[Finished]:
    """Pictures of one half; photos without a product are passed over."""
    for number, path in enumerate(photos(data, count)):
        if number % 2 == half:
            try:
                yield finished(path, number)
            except EngineError as error:
                if error.code != "no_product":
                    raise


def shared(
    made: Iterable[Finished], known: dict[str, Alteration]
) -> Iterator[tuple[Finished, str]]:
    """Each picture with an alteration that it can have and that was used least so far."""
    used: Counter[str] = Counter()
    for picture in made:
        fitting = [name for name, kind in known.items() if fits(kind, name, picture)]
        name = min(fitting, key=lambda name: (used[name], not known[name].only_main))
        used[name] += 1
        yield picture, name


def fits(kind: Alteration, name: str, picture: Finished) -> bool:
    needs_label = name.startswith(("label", "brand"))
    return (picture.is_main or not kind.only_main) and not (needs_label and not picture.label)


def both(picture: Finished, name: str, known: dict[str, Alteration], nets: Nets) -> Iterator[Case]:
    """The picture as it is, and altered."""
    yield Case("", screened(picture, picture.picture, nets))
    rng = np.random.default_rng((7, int(picture.name[:3])))
    altered = known[name].act(picture, laid(picture), rng)
    if altered is not None:
        saved = codec.encode(altered, format="jpeg", quality=QUALITY).data
        yield Case(name, screened(picture, codec.decode(saved).image, nets))


def screened(made: Finished, image: U8, nets: Nets) -> Report:
    return Screening(seen(made, image), nets).report(lambda fraction: None)


def seen(made: Finished, image: U8) -> Seen:
    """What screening is given of `image`, made of the photo of `made`."""
    geometry = made.facts.get("geometry")
    matrix = np.reshape(geometry["matrix"], (3, 3)) if geometry else np.eye(3)
    return Seen(made.photo, made.mask, image, np.asarray(matrix, np.float64), made.is_main)


def caught(cases: list[Case], known: dict[str, Alteration]) -> str:
    """How many of each alteration were caught."""
    rows = []
    for name, kind in known.items():
        hits = [is_found(case.report, kind) for case in cases if case.alteration == name]
        if hits:
            flagged = [is_flagged(case.report) for case in cases if case.alteration == name]
            checks = ", ".join(kind.found_by)
            rates = f"{rate(sum(hits), len(hits))} | {rate(sum(flagged), len(hits))}"
            rows.append(f"| {name} | {checks} | {len(hits)} | {rates} |")
    every = [is_found(case.report, known[case.alteration]) for case in cases if case.alteration]
    flagged = [is_flagged(case.report) for case in cases if case.alteration]
    rates = f"{rate(sum(every), len(every))} | {rate(sum(flagged), len(every))}"
    rows.append(f"| all | | {len(every)} | {rates} |")
    return table(("altered", "checks meant for it", "pictures", "caught", "by any check"), rows)


def is_flagged(report: Report) -> bool:
    return any(finding.confidence >= EVEN for finding in report.findings)


def is_found(report: Report, kind: Alteration) -> bool:
    sure = {finding.check for finding in report.findings if finding.confidence >= EVEN}
    return bool(sure & set(kind.found_by))


def alarms(cases: list[Case]) -> str:
    """How often each check is alarmed about an untouched picture."""
    untouched = [case.report for case in cases if not case.alteration]
    alarmed = Counter(
        check
        for report in untouched
        for check in {one.check for one in report.findings if one.confidence >= EVEN}
    )
    rows = [f"| {check} | {rate(alarmed[check], len(untouched))} |" for check in CHECKS
            if check not in ("person", "channel")]  # fmt: skip
    rows.append(f"| any | {rate(sum(map(is_flagged, untouched)), len(untouched))} |")
    return table((f"check, on {len(untouched)} untouched pictures", "false alarms"), rows)


def calibration(cases: list[Case], known: dict[str, Alteration]) -> str:
    """Of findings so sure, how many were right: of altered pictures those meant for it count."""
    right: dict[float, list[bool]] = defaultdict(list)
    for case in cases:
        meant = known[case.alteration].found_by if case.alteration else ()
        for finding in case.report.findings:
            if not case.alteration or finding.check in meant:
                limit = next(limit for limit in BINS if finding.confidence < limit)
                right[limit].append(bool(case.alteration))
    rows = [
        f"| below {min(limit, 1):.2f} | {len(hits)} | {rate(sum(hits), len(hits))} |"
        for limit, hits in sorted(right.items())
    ]
    return table(("confidence of a finding", "findings", "right"), rows)


def seconds(made: list[Finished], nets: Nets) -> str:
    """Median seconds of a picture with and without its words."""
    rows = []
    for name, reads in (("all but words", False), ("with words", True)):
        clock, processor = zip(
            *(timed(one, nets, reads=reads) for one in made[:TIMED]), strict=True
        )
        rows.append(f"| {name} | {median(clock):.2f} | {median(processor):.2f} |")
    return table((f"{TIMED_SIDE} px", "seconds", "of all cores"), rows)


def timed(made: Finished, nets: Nets, *, reads: bool) -> Took:
    """One picture of TIMED_SIDE px, its nets loaded before."""
    height, width = made.picture.shape[:2]
    scale = TIMED_SIDE / max(height, width)
    size = (round(width * scale), round(height * scale))
    image = np.asarray(cv2.resize(made.picture, size), np.uint8)
    given = seen(made, image)
    assert given.matrix is not None
    given = replace(given, matrix=resized(scale, scale) @ given.matrix, reads=reads)
    return took(lambda: Screening(given, nets).report(lambda fraction: None))


def rate(count: int, of: int) -> str:
    """ "93 % (88 to 96)", 95 % Wilson interval."""
    low, high = wilson(count, of)
    return f"{100 * count / of:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """E. B. Wilson's interval (1927) of a share."""
    share, more = count / of, z * z / of
    middle = (share + more / 2) / (1 + more)
    reach = z * (share * (1 - share) / of + more / (4 * of)) ** 0.5 / (1 + more)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def table(heads: tuple[str, ...], rows: Iterable[str]) -> str:
    return "\n".join([f"| {' | '.join(heads)} |", "|" + "---|" * len(heads), *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--people", type=Path)
    parser.add_argument("--half", choices=("tune", "measure"), default="measure")
    given = parser.parse_args()
    print(section(given.data, given.people, TUNE if given.half == "tune" else MEASURE))


if __name__ == "__main__":
    main()
