"""What a product looks like: category, pattern, material, sleeves and length."""

from imaging.attributes.sight.tagger import Tagger, tagger

__all__ = ["Tagger", "tagger"]
