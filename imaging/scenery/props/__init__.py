"""Props of a set: what they look like, where they stand, and how Mitsuba gets them."""

from typing import Any

from numpy.random import Generator

from imaging.scenery.look import KeepOut, Look


def arrange(look: Look, rng: Generator, keep_out: KeepOut) -> list[Any]:
    """Mitsuba shapes of all props of `look`, in world units; empty where it has none.

    The same look and generator state give the same shapes. Mitsuba's variant must be set.
    """
    from imaging.scenery.props.palette import palette_of
    from imaging.scenery.props.placing import placed
    from imaging.scenery.props.shapes import shapes

    found = placed(look, palette_of(look), rng, keep_out)
    return shapes(tuple(part for prop in found for part in prop.model))
