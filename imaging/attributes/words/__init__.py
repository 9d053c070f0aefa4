"""Price and size in words: of tags in photos, of titles and of descriptions."""

from imaging.attributes.words.findings import Findings, found_in, merged
from imaging.attributes.words.lettering import of_lines
from imaging.attributes.words.prices import Price, prices_in
from imaging.attributes.words.rows import Seen
from imaging.attributes.words.sizes import Size, sizes_in

__all__ = [
    "Findings",
    "Price",
    "Seen",
    "Size",
    "found_in",
    "merged",
    "of_lines",
    "prices_in",
    "sizes_in",
]
