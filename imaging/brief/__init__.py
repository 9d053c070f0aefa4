"""Words to a typed brief. Knows nothing of Django, torch or the renderer."""

from imaging.brief.model import SceneBrief

__all__ = ["SceneBrief"]
