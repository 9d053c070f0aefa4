"""Named looks: how all colours of a picture change, as tables made from a few numbers each."""

from imaging.looks.store import Look, load_looks, look

__all__ = ["Look", "load_looks", "look"]
