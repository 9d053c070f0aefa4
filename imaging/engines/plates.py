"""Where the scene engine's plates come from: what is kept, what ships with themes, the renderer."""

from collections.abc import Callable

from imaging.brief import SceneBrief
from imaging.engines.scene import Found, SceneParams
from imaging.scenery.look import decide
from imaging.scenery.render import render
from imaging.themes import theme


class StudioPlates:
    """Plates of this machine."""

    def find(self, params: SceneParams, on_progress: Callable[[float], None]) -> Found:
        """The plate that `params` ask for. Raises EngineError: unknown_theme, scene_backend."""
        look = decide(
            brief_of(params),
            seed=params.seed,
            width=params.width,
            height=params.height,
            quality="preview" if params.quality == "best" else params.quality,
        )
        return Found(render(look, on_progress), "drawn")


def brief_of(params: SceneParams) -> SceneBrief:
    """What was asked for; a theme's own brief where nothing else was said."""
    if params.brief is not None:
        return params.brief
    return theme(params.theme).brief if params.theme else SceneBrief()
