"""What an import makes, made ready before its rows: checked, and its sentences read once."""

from collections.abc import Iterable

from catalog.importing.making import SCENE, Adverts, Making, Reading, Scenes, makings_of
from catalog.models import Brief, Shop
from catalog.selectors.adverts import language_written
from catalog.selectors.taste import looks_asked
from catalog.services.briefs import Asked, first_seeds, options_of
from catalog.services.improving import further_inputs
from catalog.services.scenes import understood
from imaging.improving import ONE_TAP
from imaging.recipes import build


def makings_ready(makings: Iterable[Making], shop: Shop) -> list[Making]:
    """`makings` as an import of `shop` keeps them: the same words for every row, read now.

    Raises EngineError and CatalogError for what would fail row by row, also for a sentence of which
    nothing is understood.
    """
    once = makings_of([making.model_dump(mode="json") for making in makings])
    return [made_ready(making, shop) for making in once]


def made_ready(making: Making, shop: Shop) -> Making:
    if isinstance(making, Scenes):
        return scene_read(making, shop)
    if isinstance(making, Adverts) and making.language is None:
        return making.model_copy(update={"language": language_written()})
    if making.recipe == ONE_TAP:
        further_inputs(shop, making.options)  # type: ignore[attr-defined]
    return making


def scene_read(making: Scenes, shop: Shop) -> Scenes:
    """One look and one seed for the whole catalogue, so that its plate is drawn once."""
    said = understood(Asked(text=making.sentence, theme=making.theme))
    scene = said.scene.model_dump(mode="json", exclude_defaults=True)
    brief = Brief(shop=shop, theme=making.theme, scene=scene)
    seed = first_seeds(brief).start if making.seed is None else making.seed
    [look] = looks_asked(brief, [seed])
    options = options_of(brief, seed, look)
    if options["theme"] is None:
        options["quality"] = "full"  # drawn once for all: no picture is made twice, coarse and fine
    for channel in making.channels:
        build(SCENE, preset_key=channel or None, options=options)
    read = Reading(
        scene=scene,
        unknown=said.unknown,
        reader=said.reader,
        remark=said.remark,
        options=options,
    )
    return making.model_copy(update={"seed": seed, "read": read})
