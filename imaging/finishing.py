"""A finished picture as files: encoded, signed with what it says of itself, small for lists."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imaging import codec
from imaging.engines.base import U8, Work
from imaging.errors import EngineError
from imaging.provenance import manifest, xmp
from imaging.provenance.statement import Statement
from imaging.recipe import Export

if TYPE_CHECKING:
    from imaging.provenance.signing import Signer

THUMBNAIL_SIDE = 480  # px
SPARE = 64  # bytes by which a second manifest may be larger than the first


@dataclass(frozen=True)
class Output:
    """One finished file and what is known of it."""

    data: bytes
    media_type: str
    extension: str
    width: int
    height: int


@dataclass(frozen=True)
class Finishing:
    """One picture on its way into files. mask: where the product is in the photo, if known.

    inputs: the files that it was made from, by role. signer: without one, as in benches, files say
    what they are in XMP alone.
    """

    work: Work
    mask: U8 | None
    export: Export
    said: Statement
    inputs: Mapping[str, bytes]
    signer: "Signer | None"

    @cached_property
    def packet(self) -> bytes:
        """The XMP of every file. Raises EngineError("stamp_failed")."""
        return xmp.packet(self.said)

    @property
    def marks(self) -> dict[str, Any]:
        """JSON: what the files say, for whoever has not got them."""
        said = self.said
        return {
            "source": said.source,
            "aigc": said.is_aigc,
            "watermark": said.is_watermarked,
            "signed": self.signer is not None,
        }

    def encoded(self, reserve: int = 0) -> codec.Encoded:
        """The picture as `export` describes its file, `reserve` bytes below the limit.

        Raises EngineError as `codec.encode` does.
        """
        export, work = self.export, self.work
        is_opaque = work.is_backed or (export.keeps_background and not came_cut_out(work))
        alpha = None if is_opaque else work.alpha
        return codec.encode(
            work.image,
            alpha,
            format=format_of(export.format, alpha),
            quality=export.quality,
            max_bytes=export.max_bytes,
            min_bytes=export.min_bytes,
            xmp=self.packet,
            reserve=reserve,
        )

    def stamped(self, plain: codec.Encoded) -> codec.Encoded:
        """`plain` signed; encoded again, smaller by what a manifest takes, where it grew too large.

        Raises EngineError as `encoded` does, and stamp_failed.
        """
        if self.signer is None:
            return plain
        made = self.signed(plain, self.signer)
        limit = self.export.max_bytes
        if limit and len(made.data) > limit:
            taken = len(made.data) - len(plain.data)
            made = self.signed(self.encoded(reserve=taken + SPARE), self.signer)
            if len(made.data) > limit:
                raise EngineError("stamp_failed", reason=f"{len(made.data)} of {limit} bytes")
        return made

    def signed(self, plain: codec.Encoded, signer: "Signer") -> codec.Encoded:
        data = manifest.signed(plain.data, plain.media_type, self.said, self.inputs, signer)
        return replace(plain, data=data)

    def files(self, picture: codec.Encoded) -> Mapping[str, Output]:
        """The picture, its thumbnail and the mask, by role.

        The thumbnail, which only the studio's own pages show, has the XMP alone: a manifest would
        be as large as the picture in it. The mask shows nothing.
        """
        made = {"picture": output(picture), "thumbnail": thumbnail(picture.data, self.packet)}
        if self.mask is not None:
            made["mask"] = output(codec.encode_grey(self.mask))
        return made


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
