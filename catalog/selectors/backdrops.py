"""Plain backdrops as they are offered, and what a picture's backdrop is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Background, Rendition, Shop
from catalog.selectors.brand import brand_colours

BACKDROP = "backdrop"  # the recipe
EACH_SHADOW = ("soft", "contact", "hard", "floating")  # what one tap makes where none is chosen
SHADOWS: Mapping[str, Promise] = {
    "soft": gettext_lazy("Soft"),
    "contact": gettext_lazy("At the foot"),
    "hard": gettext_lazy("Hard"),
    "floating": gettext_lazy("Floating"),
    "none": gettext_lazy("None"),
}
COLOURS: Mapping[str, Promise] = {
    "#FFFFFF": gettext_lazy("White"),
    "#F1F1EF": gettext_lazy("Pearl grey"),
    "#EDE4D6": gettext_lazy("Sand"),
    "#DECBB4": gettext_lazy("Latte"),
    "#F5DAD5": gettext_lazy("Blush"),
    "#F9D3B8": gettext_lazy("Peach"),
    "#F8E5A9": gettext_lazy("Butter"),
    "#D2DAC6": gettext_lazy("Sage"),
    "#CBE7DC": gettext_lazy("Mint"),
    "#CFE1F2": gettext_lazy("Sky"),
    "#DDD3EE": gettext_lazy("Lilac"),
    "#2C2E31": gettext_lazy("Charcoal"),
}
GRADIENTS: Mapping[tuple[str, str], Promise] = {
    ("#FFFFFF", "#D9DFE5"): gettext_lazy("Mist"),
    ("#FCEBDD", "#E6BDB3"): gettext_lazy("Dawn"),
    ("#FFF5D9", "#EDC985"): gettext_lazy("Honey"),
    ("#E9F6F2", "#A3CBCD"): gettext_lazy("Sea"),
    ("#F5EFFB", "#C6B6E2"): gettext_lazy("Lavender"),
    ("#565C65", "#15171A"): gettext_lazy("Night"),
}
# Deviation of the blur in shares of the photo's longer side.
BLURS: Mapping[str, Promise] = {
    "0.015": gettext_lazy("Lightly blurred"),
    "0.05": gettext_lazy("Strongly blurred"),
}


@dataclass(frozen=True)
class Swatch:
    """One colour or two, from above to below, with their name."""

    colours: tuple[str, ...]
    name: str

    @property
    def look(self) -> str:
        """What the form sends for it."""
        kind = "colour" if len(self.colours) == 1 else "gradient"
        return f"{kind}:{','.join(self.colours)}"


def colours_offered(shop: Shop) -> list[Swatch]:
    """White first, then the shop's own colours, then the studio's."""
    own = [
        Swatch((one,), _("Brand colour %(code)s") % {"code": one}) for one in brand_colours(shop)
    ]
    known = [Swatch((code,), str(name)) for code, name in COLOURS.items()]
    return known[:1] + own + known[1:]


def gradients_offered() -> list[Swatch]:
    """The studio's gradients."""
    return [Swatch(colours, str(name)) for colours, name in GRADIENTS.items()]


def backgrounds_of(shop: Shop) -> QuerySet[Background]:
    """The shop's own pictures that are not deleted, the latest first."""
    return Background.objects.filter(shop=shop, deleted_at=None).select_related("shop")


def background_of_shop(*, shop: Shop, background_id: int, deleted: bool = False) -> Background:
    """One of the shop's pictures, deleted or not. Raises Http404, for another shop's too."""
    mine = Background.objects.filter(shop=shop, pk=background_id)
    found = mine.filter(deleted_at__isnull=not deleted).first()
    if found is None:
        raise Http404
    return found


def backdrop_name(options: Mapping[str, Any]) -> str:
    """What a backdrop's options are called in a line of history."""
    kind, colours = options["backdrop"], tuple(options.get("colours", ()))
    if kind == "picture":
        return _("Your own background")
    if kind == "blur":
        return _("Your photo, blurred")
    if kind == "gradient":
        return str(GRADIENTS.get((colours[0], colours[-1]), _("Gradient")))
    return str(COLOURS.get(colours[0], colours[0]))


def shadow_name(rendition: Rendition) -> str:
    """The shadow of a picture on a plain backdrop; "" for other pictures."""
    name = SHADOWS.get(rendition.options.get("shadow", ""))
    return str(name) if name and rendition.recipe == BACKDROP else ""
