"""The sizes that adverts are asked for in."""

from collections.abc import Mapping

# Width and height in px, as the places they are meant for ask.
SIZES: Mapping[str, tuple[int, int]] = {
    "1:1": (1080, 1080),
    "4:5": (1080, 1350),
    "3:4": (1080, 1440),
    "9:16": (1080, 1920),
    "16:9": (1920, 1080),
    "3:1": (1920, 640),
}
