"""SigLIP 2 (Tschannen et al., 2025) from a folder of the operator's: prompts instead of heads.

Every value of the vocabulary is a sentence; the values of one attribute share out one certainty by
how near their sentences are to the picture. Nothing is fetched: the folder has all of the model.
These confidences are the model's own; the bench says how calibrated they are.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from imaging.attributes.model import Evidence, Finding, Name, share_of
from imaging.attributes.sight.answers import SOMETHING_ELSE, Opinion, findings
from imaging.attributes.sight.heads import HEADS
from imaging.attributes.sight.views import MARGIN, grown, product_area
from imaging.attributes.vocabulary import Term, terms
from imaging.errors import EngineError

U8 = NDArray[np.uint8]

PROMPTS: Mapping[Name, str] = {
    "category": "a photo of a {}, a piece of clothing",
    "pattern": "a piece of clothing with a {} pattern",
    "material": "a piece of clothing made of {}",
    "sleeve": "a piece of clothing, {}",
    "length": "a {} piece of clothing",
}
NO_CLOTHES = "a photo of something that is not clothing"
LEAST = 0.4  # below it even the likeliest value is said to be not visible
TOKENS = 64  # what SigLIP 2 was trained with


class LargeTagger:
    """Answers by comparing a photo with a sentence for each value."""

    def __init__(self, net: Any, pictures: Any, words: Any, name: str) -> None:
        self.net, self.pictures, self.model = net.eval(), pictures, name
        self.sentences = {of: self._sentences(of, words) for of in HEADS}

    @classmethod
    def load(cls, folder: str) -> "LargeTagger":
        """The model in `folder`. Raises EngineError: tagger_missing, tagger_unusable."""
        if not (Path(folder) / "config.json").is_file():
            raise EngineError("tagger_missing", folder=folder)
        try:
            from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

            net = AutoModel.from_pretrained(folder, local_files_only=True)
            pictures = AutoImageProcessor.from_pretrained(folder, local_files_only=True)
            words = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            return cls(net, pictures, words, Path(folder).name)
        except (ImportError, OSError, ValueError, AttributeError) as error:
            raise EngineError("tagger_unusable", folder=folder, reason=str(error)) from error

    @torch.inference_mode()
    def tag(self, image: U8, alpha: U8 | None) -> Mapping[Name, Finding]:
        """See Tagger.tag."""
        area = product_area(image.shape, alpha)
        seen = self._seen(grown(area, MARGIN, image.shape).of(image))
        opinions = {name: self._opinion(name, seen) for name in HEADS}
        return findings(opinions, Evidence(box=share_of(area, image.shape)), self.model)

    def _opinion(self, name: Name, seen: torch.Tensor) -> Opinion:
        nearness = self.net.logit_scale.exp() * (self.sentences[name] @ seen)
        return Opinion(list(terms(name)), nearness.softmax(0).numpy(), least_of(name))

    def _seen(self, picture: U8) -> torch.Tensor:
        """`picture` (H, W, 3) as a vector of length 1."""
        told = self.pictures(images=np.ascontiguousarray(picture), return_tensors="pt")
        return unit(self.net.get_image_features(**told))[0].float()

    @torch.inference_mode()
    def _sentences(self, name: Name, words: Any) -> torch.Tensor:
        """A vector of length 1 for each value of attribute `name`, (values, width)."""
        said = [sentence(name, term) for term in terms(name).values()]
        fit = {"padding": "max_length", "max_length": TOKENS, "truncation": True}
        told = words(said, return_tensors="pt", **fit)
        return unit(self.net.get_text_features(input_ids=told["input_ids"])).float()


def sentence(name: Name, term: Term) -> str:
    """What a photo of value `term` of attribute `name` could be called."""
    if term.key == SOMETHING_ELSE:
        return NO_CLOTHES
    return PROMPTS[name].format(term.label.en.lower())


def least_of(name: Name) -> float:
    """A product always has a category; its other attributes need not be visible."""
    return 0.0 if name == "category" else LEAST


def unit(features: Any) -> torch.Tensor:
    """`features` of a model (N, width), or its answer that holds them, at length 1."""
    vectors = getattr(features, "pooler_output", features)
    scaled: torch.Tensor = vectors / vectors.norm(dim=-1, keepdim=True)
    return scaled
