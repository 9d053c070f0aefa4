"""Draws the pictures by which the advert editor offers its layouts: each with the same product.

python -m studio.layout_samples writes static/img/layouts/LANGUAGE/*.webp, about 12 KB
each.
"""

from pathlib import Path

from imaging import codec
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.words import Words
from imaging.engines import registry
from imaging.engines.base import Context, Work
from imaging.pipeline import Run
from imaging.recipes import build
from studio.demo import things
from studio.demo.tracer import photograph

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img" / "layouts"
SIDE = 480  # px
QUALITY = 78
WORDS = {
    "en": Words(
        headline="Clean hands, calm mind",
        subline="Senna hand wash, 300 ml",
        price="$12.50",
        old_price="$16",
        badge="New",
        call_to_action="Shop now",
    ),
    "zh": Words(
        headline="自然洗护 一抹清香",
        subline="植萃洗手液 300 毫升",
        price="¥39",
        old_price="¥59",
        badge="新品",
        call_to_action="立即购买",
    ),
}


def main() -> None:
    """Draw the product's photo, cut it out, and set it in every layout."""
    work = cut_out()
    for language, words in WORDS.items():
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        for key in LAYOUTS:
            data = advert(work, layout=key, words=words.model_dump(), language=language)
            (FOLDER / language / f"{key}.webp").write_bytes(data)


def advert(work: Work, **params: object) -> bytes:
    """`work` as a square advert, as WebP."""
    checked = registry.checked("advert", {"width": SIDE, "height": SIDE, **params})
    image = registry.load("advert").run(work, checked, Context()).image
    return codec.encode(image, format="webp", quality=QUALITY).data


def cut_out() -> Work:
    """The demo's hand wash, on nothing."""
    photo = photograph(*things.bottle(), width=1440, height=1080, seed=1)
    made = Run(build("cutout")).make({"photo": codec.encode(photo, format="jpeg").data})
    picture = codec.decode(made.outputs["picture"].data)
    return Work(image=picture.image, alpha=picture.alpha)


if __name__ == "__main__":
    main()
