"""The font files adverts are set in: where each comes from, its fingerprint, its licence.

All are under the SIL Open Font License 1.1. Latin faces and the heaviest Chinese one come out of
published wheels, the other Chinese ones are Debian packages (`setup/debian`).
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from imaging.adverts.brand import FontKey
from imaging.labels import Label
from imaging.weights.registry import WheelSource

Weight = Literal["regular", "bold"]


class DebianSource(BaseModel, frozen=True, extra="forbid"):
    """A file that a Debian package installs; its licence lies in the package's copyright file."""

    package: str
    path: str


class Face(BaseModel, frozen=True, extra="forbid"):
    """One cut of one typeface.

    index: of the face in a collection. axes: of a variable font, by name; others keep their
    default. cjk: whether it carries Chinese. marks: key of the face that sets its punctuation.
    """

    key: str
    file: str
    source: WheelSource | DebianSource
    licence: WheelSource | None = None
    sha256: str | None = None
    index: int = 0
    axes: Mapping[str, float] = {}
    cjk: bool = False
    marks: str | None = None


class Family(BaseModel, frozen=True, extra="forbid"):
    """A pair of faces that go together, the Latin one first wherever it has the glyph."""

    label: Label
    latin: Mapping[Weight, str]
    cjk: Mapping[Weight, str]


def _debian(key: str, package: str, path: str, index: int = 0) -> Face:
    source = DebianSource(package=package, path=f"/usr/share/fonts/{path}")
    file = path.rsplit("/", 1)[-1]
    return Face(key=key, file=file, source=source, index=index, cjk=True)


def _latin(key: str, version: str, file: str, sha256: str, **axes: float) -> Face:
    name, _, cut = key.partition(":")
    package = f"fontpkg-{name}"
    folder = package.replace("-", "_")
    source = WheelSource(package=package, version=version, member=f"{folder}/files/{file}")
    licence = source.model_copy(update={"member": f"{folder}/LICENSE"})
    named = {axis.capitalize(): value for axis, value in axes.items()}
    face = Face(key=key, file=file, source=source, licence=licence, sha256=sha256)
    return face.model_copy(update={"axes": named}) if cut or axes else face


_MANROPE = ("4.505", "Manrope[wght].ttf")
_MANROPE_SHA = "3ae11c49db0455a3cc33e37d380f20fdb8c7f8b41dc07625c177e3d87a9d6ae6"
_PLAYFAIR = ("1.203", "PlayfairDisplay[wght].ttf")
_PLAYFAIR_SHA = "c40f2293766a503bc70cce9e512ef844a4ccb7cbcde792fe2ea31d191917d8d6"
_FREDOKA = ("2.1", "Fredoka[wdth,wght].ttf")
_FREDOKA_SHA = "2ba02e68b152868aef9ba28e24b3648c7d457fe6f25c761f2c2c53fb61a73fc8"
_ANTON_SHA = "a4ba3a92350ebb031da0cb47630ac49eb265082ca1bc0450442f4a83ab947cab"
_BLACK_SHA = "203cf8985ba88adbe5e315f931ca61b9f053c5e5f358bf0c91576eb380597ac5"

_FACES = (
    _latin("manrope:regular", *_MANROPE, _MANROPE_SHA, weight=500),
    _latin("manrope:bold", *_MANROPE, _MANROPE_SHA, weight=800),
    _latin("playfair-display:regular", *_PLAYFAIR, _PLAYFAIR_SHA, weight=450),
    _latin("playfair-display:bold", *_PLAYFAIR, _PLAYFAIR_SHA, weight=700),
    _latin("fredoka:regular", *_FREDOKA, _FREDOKA_SHA, weight=450),
    _latin("fredoka:bold", *_FREDOKA, _FREDOKA_SHA, weight=530),
    _latin("anton", "2.116", "Anton-Regular.ttf", _ANTON_SHA),
    # Chinese glyph shapes of the mainland are chosen when drawing (language zh-Hans).
    Face(
        key="noto-black",
        file="NotoSansCJKtc-Black.otf",
        source=WheelSource(
            package="cvttf-notosanscjk-black",
            version="1.0",
            member="cvttf_NotoSansCJK_Black/NotoSansCJKtc-Black.otf",
        ),
        sha256=_BLACK_SHA,
        cjk=True,
        marks="noto-sans-bold",  # its own stand in the middle, as Taiwan writes them
    ),
    _debian("noto-sans", "fonts-noto-cjk", "opentype/noto/NotoSansCJK-Regular.ttc", 2),
    _debian("noto-sans-bold", "fonts-noto-cjk", "opentype/noto/NotoSansCJK-Bold.ttc", 2),
    _debian("noto-serif", "fonts-noto-cjk", "opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    _debian("noto-serif-bold", "fonts-noto-cjk", "opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    _debian("wenkai", "fonts-lxgw-wenkai", "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"),
    _debian("wenkai-bold", "fonts-lxgw-wenkai", "truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf"),
    _debian("smiley", "fonts-smiley-sans", "truetype/smiley-sans/SmileySans-Oblique.ttf"),
)
FACES: dict[str, Face] = {face.key: face for face in _FACES}


def _family(en: str, zh: str, latin: tuple[str, str], cjk: tuple[str, str]) -> Family:
    return Family(
        label=Label(en=en, zh=zh),
        latin={"regular": latin[0], "bold": latin[1]},
        cjk={"regular": cjk[0], "bold": cjk[1]},
    )


_MANROPES = ("manrope:regular", "manrope:bold")
FAMILIES: dict[FontKey, Family] = {
    "sans": _family("Clean sans", "现代黑体", _MANROPES, ("noto-sans", "noto-sans-bold")),
    "serif": _family(
        "Elegant serif",
        "典雅宋体",
        ("playfair-display:regular", "playfair-display:bold"),
        ("noto-serif", "noto-serif-bold"),
    ),
    "heavy": _family("Heavy poster", "特粗黑体", ("anton", "anton"), ("noto-black", "noto-black")),
    "display": _family("Slanted display", "得意斜体", ("smiley", "smiley"), ("smiley", "smiley")),
    "kai": _family("Handwritten", "文楷手写", ("wenkai", "wenkai-bold"), ("wenkai", "wenkai-bold")),
    "round": _family(
        "Round and friendly",
        "圆润可爱",
        ("fredoka:regular", "fredoka:bold"),
        ("wenkai", "wenkai-bold"),
    ),
}
# Where a family has no glyph, these are asked in turn.
FALLBACKS: dict[Weight, tuple[str, ...]] = {
    "regular": ("noto-sans", "manrope:regular", "noto-serif"),
    "bold": ("noto-sans-bold", "manrope:bold", "noto-serif-bold"),
}
