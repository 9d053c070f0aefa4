"""Model files: what exists (registry), what is here (store), how to get it (fetch)."""

from imaging.weights.registry import DEFAULT_MODELS, MODELS, ModelCard
from imaging.weights.store import installed, path_of

__all__ = ["DEFAULT_MODELS", "MODELS", "ModelCard", "installed", "path_of"]
