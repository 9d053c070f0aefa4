"""The studio's own tagger: a frozen EfficientNet-Lite2 and small heads, both on the processor."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from imaging.attributes.model import Evidence, Finding, Name
from imaging.attributes.sight.answers import Opinion, findings
from imaging.attributes.sight.backbone import BACKBONE, Backbone
from imaging.attributes.sight.heads import Heads, load
from imaging.attributes.sight.views import MARGIN, grown, product_area, share_of
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
        numbers = self.backbone.numbers(list(views(image, alpha)))
        by_name = self.heads.by_name
        opinions = {
            name: Opinion(by_name[name].values, chances, by_name[name].least)
            for name, chances in self.heads.chances(numbers).items()
        }
        return findings(opinions, Evidence(box=share_of(area, image.shape)), self.model)


def views(image: U8, alpha: U8 | None) -> Iterator[U8]:
    """The product with a little of what is around it, as it is and mirrored."""
    cut = grown(product_area(image.shape, alpha), MARGIN, image.shape).of(image)
    yield cut
    yield cut[:, ::-1]
