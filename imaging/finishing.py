"""A finished picture as files: encoded with what it says of itself, and small for lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from imaging import codec
from imaging.engines.base import U8, Work
from imaging.recipe import Export

THUMBNAIL_SIDE = 480  # px


@dataclass(frozen=True)
class Output:
    """One finished file and what is known of it."""

    data: bytes
    media_type: str
    extension: str
    width: int
    height: int


def files(work: Work, mask: U8 | None, export: Export, packet: bytes) -> Mapping[str, Output]:
    """The picture, its thumbnail and the mask, by role. packet: their XMP.

    Raises EngineError as `codec.encode` does.
    """
    picture = output(encoded(work, export, packet))
    made = {"picture": picture, "thumbnail": thumbnail(picture.data, packet)}
    if mask is not None:
        made["mask"] = output(codec.encode_grey(mask))
    return made


def encoded(work: Work, export: Export, packet: bytes, reserve: int = 0) -> codec.Encoded:
    """The picture of `work` as `export` describes its file, `reserve` bytes below the limit."""
    is_opaque = work.is_backed or (export.keeps_background and not came_cut_out(work))
    alpha = None if is_opaque else work.alpha
    return codec.encode(
        work.image,
        alpha,
        format=format_of(export.format, alpha),
        quality=export.quality,
        max_bytes=export.max_bytes,
        min_bytes=export.min_bytes,
        xmp=packet,
        reserve=reserve,
    )


def came_cut_out(work: Work) -> bool:
    """Whether the step that looked for the product found it cut out already."""
    return bool(work.facts.get("cutout", {}).get("own_alpha"))


def format_of(asked: str, alpha: U8 | None) -> str:
    """The file format for "photo": one that keeps `alpha` where there is any."""
    if asked != "photo":
        return asked
    return "jpeg" if alpha is None else "png"


def output(encoded: codec.Encoded) -> Output:
    return Output(
        data=encoded.data,
        media_type=encoded.media_type,
        extension=encoded.extension,
        width=encoded.width,
        height=encoded.height,
    )


def drawn(work: Work) -> dict[str, Output]:
    """The grey pictures that steps drew, by role."""
    return {role: output(codec.encode_grey(plane)) for role, plane in work.files.items()}


def thumbnail(picture: bytes, packet: bytes) -> Output:
    data = codec.thumbnail(picture, side=THUMBNAIL_SIDE, xmp=packet)
    header = codec.probe(data, min_side=1)
    return Output(
        data=data,
        media_type=header.media_type,
        extension=header.format,
        width=header.width,
        height=header.height,
    )
