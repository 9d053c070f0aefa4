"""A copy of a finished picture with the visible label, stamped again with the picture as parent."""

import numpy as np

from imaging import codec
from imaging.engines.base import U8, Work
from imaging.finishing import Finishing
from imaging.ops.composite import WHITE, over
from imaging.provenance.label import labelled, labelled_at
from imaging.provenance.statement import Origin, of_labelled_copy
from imaging.recipe import Export

FORMATS = {"jpeg", "png", "webp", "avif", "tiff"}  # else the copy is a JPEG


def labelled_copy(
    picture: bytes, product: U8 | None, language: str, origin: Origin, export: Export
) -> codec.Encoded:
    """The finished file `picture` with the label, in its own format, within the bytes of `export`.

    product: (H, W) uint8, above 0 where the product is, None where nobody knows. What is
    transparent stays so, but for the label. Raises EngineError: font_missing, stamp_failed, and
    those of the codec.
    """
    decoded = codec.decode(picture)
    if decoded.alpha is None:
        work = Work(labelled(decoded.image, product, language))
    else:
        work = labelled_cutout(decoded.image, decoded.alpha, product, language)
    said = of_labelled_copy(origin, picture)
    export = export_of_copy(export, decoded.header.format)
    finish = Finishing(work, None, export, said, {"picture": picture}, origin.signer)
    return finish.stamped(finish.encoded())


def labelled_cutout(image: U8, alpha: U8, product: U8 | None, language: str) -> Work:
    """(H, W, 3) `image` with straight (H, W) `alpha`, opaque at its label; both perhaps higher."""
    shown, box = labelled_at(over(image, alpha, WHITE), product, language)
    done, opaque = shown.copy(), np.zeros(shown.shape[:2], np.uint8)
    height = image.shape[0]
    done[:height], opaque[:height] = image, alpha
    done[box], opaque[box] = shown[box], 255
    return Work(done, alpha=opaque)


def export_of_copy(export: Export, format: str) -> Export:
    """`export` for what is finished: its format is known, and what it kept is in its pixels."""
    known = format if format in FORMATS else "jpeg"
    return export.model_copy(update={"format": known, "keeps_background": False})
