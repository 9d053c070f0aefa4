"""What a seller does not have to type: colour, category, pattern, material, price, size."""

from imaging.attributes.model import NAMES, Attribute, Evidence, Finding, Name, Source
from imaging.attributes.vocabulary import Term, label_of, term, terms

__all__ = [
    "NAMES",
    "Attribute",
    "Evidence",
    "Finding",
    "Name",
    "Source",
    "Term",
    "label_of",
    "term",
    "terms",
]
