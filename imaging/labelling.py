"""A copy of a finished picture with the visible label, stamped again with the picture as parent."""

from dataclasses import replace

from imaging import codec
from imaging.engines.base import U8
from imaging.ops.composite import WHITE, over
from imaging.provenance import manifest, xmp
from imaging.provenance.label import labelled
from imaging.provenance.statement import Origin, of_labelled_copy

FORMATS = {"jpeg", "png", "webp", "avif", "tiff"}  # else the copy is a JPEG


def labelled_copy(
    picture: bytes, product: U8 | None, language: str, origin: Origin
) -> codec.Encoded:
    """The finished file `picture` with the label, in its own format.

    product: (H, W) uint8, above 0 where the product is, None where nobody knows. Raises
    EngineError: font_missing, stamp_failed, and those of the codec.
    """
    decoded = codec.decode(picture)
    image = decoded.image if decoded.alpha is None else over(decoded.image, decoded.alpha, WHITE)
    said = of_labelled_copy(origin, picture)
    format = decoded.header.format
    made = codec.encode(
        labelled(image, product, language),
        format=format if format in FORMATS else "jpeg",
        xmp=xmp.packet(said),
    )
    if origin.signer is None:
        return made
    data = manifest.signed(made.data, made.media_type, said, {"picture": picture}, origin.signer)
    return replace(made, data=data)
