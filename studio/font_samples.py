"""Cuts the few letters that pages show of each advert font out of the fonts themselves.

python -m studio.font_samples writes static/fonts/*.woff and static/css/fonts.css: about 10 KB a
face, where a Chinese font has 20 MB. The fonts' licence (OFL) asks that a changed font does not
carry its reserved name: the samples are renamed.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import ascii_letters, digits

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from imaging.adverts.brand import FontKey
from imaging.adverts.faces import FACES, FAMILIES, Face, Family
from imaging.adverts.font_files import path_of

STATIC = Path(__file__).resolve().parent.parent / "static"
LATIN = ascii_letters + digits + " .,!?&%+-–'’¥$€£"
# What catalog/brand's templates show under the context "lettering sample".
CHINESE = "春日新品雨前头采十袋装明茶上市第一口立即购买抢好看"
CSS_WEIGHT = {"regular": 400, "bold": 700}
NAMES = (1, 4, 6)  # family, full name, PostScript name: given anew
NOTICES = (0, 13, 14)  # copyright, licence, its address: kept


def main() -> None:
    """Write every sample and the style sheet that names them."""
    (STATIC / "fonts").mkdir(exist_ok=True)
    for face in FACES.values():
        sample = cut(face)
        sample.save(STATIC / "fonts" / file_of(face))
    sheet = "\n".join(["/* Written by studio/font_samples.py. */", *rules(FAMILIES)])
    (STATIC / "css" / "fonts.css").write_text(sheet + "\n")


def file_of(face: Face) -> str:
    return f"{face.key.replace(':', '-')}.woff"


def cut(face: Face) -> TTFont:
    """The face with only the letters that pages show, of one weight, under a name of its own."""
    font = TTFont(path_of(face.key), fontNumber=face.index)
    if face.axes:
        tags = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        instantiateVariableFont(font, tags | {"wght": face.axes["Weight"]}, inplace=True)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "locl"]
    options.hinting, options.name_IDs, options.notdef_outline = False, [*NAMES, *NOTICES], True
    cutter = subset.Subsetter(options)
    cutter.populate(text=LATIN + (CHINESE if face.cjk else ""))
    cutter.subset(font)
    for number in NAMES:
        font["name"].setName(f"Sample-{face.key.replace(':', '-')}", number, 3, 1, 0x409)
    font.flavor = "woff"
    return font


def rules(families: Mapping[FontKey, Family]) -> Iterator[str]:
    """One @font-face for each face of a family, then the class of the family."""
    for key, family in families.items():
        for script, faces in (("latin", family.latin), ("cjk", family.cjk)):
            for weight, face in faces.items():
                address = f"../fonts/{file_of(FACES[face])}"
                yield (
                    f'@font-face {{ font-family: "{key}-{script}"; font-weight: '
                    f'{CSS_WEIGHT[weight]}; font-display: swap; src: url("{address}"); }}'
                )
        shown = f'[data-font="{key}"], [data-heading="{key}"] .heading-font'
        stack = f'"{key}-latin", "{key}-cjk", var(--font)'
        yield f'{shown}, [data-body="{key}"] .body-font {{ font-family: {stack}; }}'


if __name__ == "__main__":
    main()
