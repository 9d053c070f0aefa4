"""How well the looks of a product are told: category, pattern, material, sleeves, length.

    python -m imaging.bench.categories --data DIR [--photos 341] [--heads FILE] [--json]

Every photo of clothing/validation is cut out as a job would do it and then tagged; nothing was
learnt from that split. imaging/attributes/sight/labels.csv has its pattern, material, sleeves and
length as seen by eye for 136 photos, before anything was learnt.

- category: accuracy, macro-F1, expected calibration error (ten bins of one width), confusion table.
- no clothes: the cut-outs of products that are none, and squares of floors, beds and walls of the
  same photos that hold no product. clothes: the cut-outs of products that are.
- the other heads: `answered` of the photos, right of those answers, and right of all, where "not
  visible" is right if a person said so too; their calibration error is of the answers.
- seconds: tagging alone, the cut-out done, in the photo's own size.

--heads: newly trained ones, before they take the place of those that ship.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Finding, Name
from imaging.attributes.sight import Tagger, tagger
from imaging.attributes.sight.answers import SOMETHING_ELSE
from imaging.attributes.sight.backbone import BACKBONE, Backbone
from imaging.attributes.sight.calibration import calibration_error
from imaging.attributes.sight.heads import load
from imaging.attributes.sight.pasting import free_squares
from imaging.attributes.sight.small import SmallTagger
from imaging.attributes.sight.table import labels
from imaging.attributes.vocabulary import terms
from imaging.bench.measuring import clothing, took
from imaging.engines.base import Context, Work
from imaging.engines.cutout import Cutout, CutoutParams
from imaging.errors import EngineError
from imaging.pipeline import decode
from imaging.weights import path_of

U8 = NDArray[np.uint8]
Found = Mapping[Name, Finding]

GROUND = 0.3  # of the shorter side: a square as large that holds no product is a photo of none
NOT_MEASURED = "not measured (no pictures in --data)"
OTHERS: tuple[Name, ...] = ("pattern", "material", "sleeve", "length")
PRODUCTS = {
    SOMETHING_ELSE: "apple-drink battle-tested-book cushion-blue enterprise-cloud-book gift-50 "
    "mighty-mug own-your-stack-and-data-book sunnies",
    "hat": "beanie-1",
    "longsleeve": "blue-hoodie grey-hoodie",
    "shoes": "blue-plimsolls-2 blue-plimsolls-4 dash-force-2 pauls-blanace-420-2 white-plimsolls-2 "
    "white-plimsolls-4",
    "t-shirt": "ascii-shirt-front blue-polygon-tee-front dark-polygon-tee-front dash-tee-front "
    "monospace-white-tee-front polo-shirt-front team-tee-front white-cubes-tee-front",
}


class Seen(NamedTuple):
    """What a tagger said of a picture, and what it is; photo: its path below DATA."""

    photo: str
    truth: str
    found: Found
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether the category is."""
        return self.found["category"].value == self.truth


def measure(data: Path, photos: int = 1000, heads: Path | None = None) -> dict[str, Any]:
    """Every figure, JSON; {} where `data` has no photos. heads: a file, None those that ship."""
    files = clothing(data, photos)
    if not files:
        return {}
    look = SmallTagger(Backbone(path_of(BACKBONE)), load(heads)) if heads else tagger()
    seen, grounds = of_photos(files, data, look)
    products = list(of_products(data, look))
    return {
        "model": look.model,
        "photos": len(seen),
        "category": category_figures(seen),
        "products": right_share([one for one in products if one.truth != SOMETHING_ELSE]),
        "no clothes": right_share([one for one in products if one.truth == SOMETHING_ELSE]),
        "grounds": right_share(grounds),
        "misses": sorted(
            f"{o.photo}: {o.found['category'].value}" for o in products if not o.is_right
        ),
        **{name: head_figures(name, seen) for name in OTHERS},
        "seconds": round(median(one.seconds for one in seen), 3),
    }


def of_photos(files: Sequence[Path], data: Path, look: Tagger) -> tuple[list[Seen], list[Seen]]:
    """What `look` says of each of `files`, and of the grounds beside their products."""
    photos, grounds = [], []
    for file in files:
        work = cut_out(decode({"photo": file.read_bytes()}))
        name = file.relative_to(data).as_posix()
        photos.append(seen_by(look, name, file.parent.name, work))
        ground = bare_ground(work)
        if ground is not None:
            grounds.append(seen_by(look, name, SOMETHING_ELSE, Work(image=ground)))
    return photos, grounds


def cut_out(work: Work) -> Work:
    """`work` with the alpha that set-up's own net finds; without one if it finds no product."""
    try:
        return Cutout().run(work, CutoutParams(model="u2netp"), Context())
    except EngineError:
        return work


def bare_ground(work: Work) -> U8 | None:
    """A square of the photo, GROUND of its shorter side, that holds nothing of the product."""
    if work.alpha is None:
        return None
    side = round(min(work.alpha.shape) * GROUND)
    free = free_squares(work.alpha, side)
    if not len(free):
        return None
    top, left = free[0]
    return work.image[top : top + side, left : left + side]


def of_products(data: Path, look: Tagger) -> Iterator[Seen]:
    """What `look` says of the cut-outs in products."""
    for truth, names in PRODUCTS.items():
        for file in (data / "products" / f"saleor-{name}.png" for name in names.split()):
            if file.is_file():
                yield seen_by(
                    look, file.stem, truth, on_white(decode({"photo": file.read_bytes()}))
                )


def on_white(work: Work) -> Work:
    """A cut-out as shops show it."""
    share = np.asarray(work.alpha, np.float32)[..., None] / 255
    white = work.image * share + 255 * (1 - share)
    return Work(image=np.asarray(white, np.uint8), alpha=work.alpha)


def seen_by(look: Tagger, photo: str, truth: str, work: Work) -> Seen:
    """What `look` says of `work`, and how long it takes."""
    said: list[Found] = []
    seconds = took(lambda: said.append(look.tag(work.image, work.alpha))).clock
    return Seen(photo, truth, said[0], seconds)


def category_figures(seen: Sequence[Seen]) -> dict[str, Any]:
    """Accuracy, macro-F1, calibration, and how often each class was taken for which."""
    pairs = Counter((one.truth, str(one.found["category"].value)) for one in seen)
    sure = np.array([one.found["category"].confidence for one in seen], np.float32)
    right = np.array([one.is_right for one in seen])
    return {
        "accuracy": round(float(right.mean()), 4),
        "macro_f1": round(macro_f1(pairs), 4),
        "ece": round(calibration_error(sure, right), 4),
        "confusion": {truth: row_of(pairs, truth) for truth in sorted({t for t, _ in pairs})},
    }


def macro_f1(pairs: Mapping[tuple[str, str], int]) -> float:
    """The mean over true classes of F1, of how often (truth, answer) came together."""
    scores = []
    for name in {truth for truth, _ in pairs}:
        hits = pairs.get((name, name), 0)
        named = sum(count for pair, count in pairs.items() if name == pair[0])
        said = sum(count for pair, count in pairs.items() if name == pair[1])
        scores.append(2 * hits / (named + said))
    return sum(scores) / len(scores)


def row_of(pairs: Mapping[tuple[str, str], int], truth: str) -> dict[str, int]:
    """What photos of `truth` were taken for."""
    return {said: count for (of, said), count in sorted(pairs.items()) if of == truth}


def right_share(seen: Sequence[Seen]) -> dict[str, Any]:
    """How many pictures, and the share whose category is right."""
    share = sum(one.is_right for one in seen) / len(seen) if seen else None
    return {"pictures": len(seen), "right": share if share is None else round(share, 3)}


def head_figures(name: Name, seen: Sequence[Seen]) -> dict[str, Any]:
    """One further attribute, on the photos that were labelled and where it was looked for."""
    known = labels()
    asked = [one for one in seen if one.photo in known and name in one.found]
    told = [(one.found[name], known[one.photo][name]) for one in asked]
    answers = [(found, truth) for found, truth in told if found.value is not None]
    right = np.array([found.value == truth for found, truth in answers], bool)
    sure = np.array([found.confidence for found, _ in answers], np.float32)
    agreed = [(found.value or "") == truth for found, truth in told]
    return {
        "photos": len(told),
        "answered": round(len(answers) / max(len(told), 1), 3),
        "right": round(float(right.mean()), 3) if len(right) else None,
        "right of all": round(sum(agreed) / max(len(told), 1), 3),
        "ece": round(calibration_error(sure, right), 3) if len(right) else None,
    }


def section(data: Path) -> str:
    """The figures as Markdown."""
    figures = measure(data)
    return table(figures) if figures else NOT_MEASURED


def table(figures: Mapping[str, Any]) -> str:
    """As section, of what measure found."""
    whole = figures["category"]
    lines = [
        f"{figures['photos']} photos, `{figures['model']}`: accuracy {whole['accuracy']:.3f}, "
        f"macro-F1 {whole['macro_f1']:.3f}, expected calibration error {whole['ece']:.3f}; "
        f"{figures['seconds']} s a photo after the cut-out.",
        "",
        *confusion_table(whole["confusion"]),
        "",
        "| pictures | number | category right |",
        "|---|---|---|",
        *(row(name, *figures[name].values()) for name in ("products", "no clothes", "grounds")),
        "",
        f"Products missed: {', '.join(figures['misses']) or 'none'}.",
        "",
        "| attribute | photos | answered | right then | right of all | calibration error |",
        "|---|---|---|---|---|---|",
        *(row(name, *figures[name].values()) for name in OTHERS),
    ]
    return "\n".join(lines)


def confusion_table(confusion: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Rows are true classes, columns answers."""
    names = list(terms("category"))
    yield row("is \\ taken for", *names)
    yield "|---" * (len(names) + 1) + "|"
    for truth, said in confusion.items():
        yield row(truth, *(said.get(name, "") for name in names))


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join('–' if cell is None else str(cell) for cell in cells)} |"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m imaging.bench.categories")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--heads", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.data, asked.photos, asked.heads)
    if not figures:
        print(NOT_MEASURED)
    else:
        print(json.dumps(figures, indent=1) if asked.json else table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
