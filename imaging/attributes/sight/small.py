"""The studio's own tagger: a frozen EfficientNet-Lite2 and small heads, both on the processor."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Evidence, Finding, Name, share_of
from imaging.attributes.sight.answers import Opinion, findings
from imaging.attributes.sight.backbone import BACKBONE, Backbone
from imaging.attributes.sight.heads import Heads, load
from imaging.attributes.sight.views import MARGIN, PRODUCT, grown, product_area
from imaging.weights import path_of

U8 = NDArray[np.uint8]

HEADS_FILE = "attribute-heads"


class SmallTagger:
    """Answers from a few views of the product, averaged."""

    model = HEADS_FILE

    def __init__(self, backbone: Backbone, heads: Heads) -> None:
        self.backbone, self.heads = backbone, heads

    @classmethod
    def load(cls) -> "SmallTagger":
        """Raises EngineError: weights_missing, weights_changed."""
        heads = load(path_of(HEADS_FILE))
        return cls(Backbone(path_of(BACKBONE)), heads)

    def tag(self, image: U8, alpha: U8 | None) -> Mapping[Name, Finding]:
        """See Tagger.tag."""
        area = product_area(image.shape, alpha)
        looks = self.backbone.numbers(list(views(image, alpha)))
        numbers = np.pad(looks, ((0, 0), (0, 1)), constant_values=area.tallness)
        by_name = self.heads.by_name
        opinions = {
            name: Opinion(by_name[name].values, chances, by_name[name].least)
            for name, chances in self.heads.chances(numbers).items()
        }
        return findings(opinions, Evidence(box=share_of(area, image.shape)), self.model)


def views(image: U8, alpha: U8 | None) -> Iterator[U8]:
    """The product close up as it was photographed, and alone on white, mirrored."""
    close = grown(product_area(image.shape, alpha), MARGIN, image.shape)
    yield close.of(image)
    alone = close.of(image) if alpha is None else on_white(close.of(image), close.of(alpha))
    yield alone[:, ::-1]


def on_white(image: U8, alpha: U8) -> U8:
    """`image` (H, W, 3) where `alpha` (H, W) is, white elsewhere; all of it if nothing is."""
    if not (alpha > PRODUCT).any():
        return image
    share = alpha[..., None] / np.float32(255)
    return np.asarray(image * share + 255 * (1 - share), np.uint8)
