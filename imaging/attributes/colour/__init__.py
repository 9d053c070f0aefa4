"""Colour, measured on the product's own pixels and named in the channels' words."""

from imaging.attributes.colour.finding import colours
from imaging.attributes.colour.names import Fine, fine_names

__all__ = ["Fine", "colours", "fine_names"]
