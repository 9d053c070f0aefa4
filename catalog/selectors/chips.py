"""A scene as chips that a seller can read, change, add and take away."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imaging.brief import SceneBrief, labels
from imaging.brief.model import MAX_VARIANTS
from imaging.reader import language

# In the order that pages show them; the words are what a seller would call each.
FIELDS: dict[str, Promise] = {
    "style": _("Style"),
    "occasion": _("Occasion"),
    "surface": _("Surface"),
    "stage": _("Stand"),
    "backdrop": _("Backdrop"),
    "colours": _("Colour"),
    "light_direction": _("Light from"),
    "light_quality": _("Light"),
    "warmth": _("Warmth"),
    "brightness": _("Brightness"),
    "props": _("Props"),
    "prop_amount": _("How many props"),
    "mood": _("Mood"),
    "position": _("Position"),
    "scale": _("Product size"),
    "camera": _("Camera"),
    "text_space": _("Space for text"),
    "without": _("Without"),
    "aspect": _("Shape"),
    "channel": _("Channel"),
    "variants": _("Pictures"),
    "text": _("Text"),
}
SEVERAL = {"colours", "props", "without"}  # fields with a chip for each of their values


@dataclass(frozen=True)
class Chip:
    """One thing understood. `options` are (value, words); none where the value is written."""

    field: str
    name: Promise
    value: str
    options: tuple[tuple[str, str], ...]

    @property
    def is_own_colour(self) -> bool:
        """Whether the value is a colour that has no name."""
        return self.field == "colours" and self.value.startswith("#")


def chips_of(scene: SceneBrief) -> list[Chip]:
    """A chip for everything that `scene` says."""
    said = dict(scene)
    return [chip(field, value) for field in FIELDS for value in values(said[field])]


def chips_to_add() -> list[Chip]:
    """One empty chip of every field, from which new ones are made."""
    return [chip(field, "") for field in FIELDS]


def chip(field: str, value: str) -> Chip:
    return Chip(field, FIELDS[field], value, tuple(options(field, value)))


def values(said: object) -> list[str]:
    """What a field says, as texts."""
    if said is None:
        return []
    return [str(one) for one in said] if isinstance(said, tuple) else [str(said)]


def options(field: str, value: str) -> list[tuple[str, str]]:
    """The values that `field` may have, with words; a colour of the seller's own is one too."""
    known = closed_words(field)
    own = [(value, value)] if known and value and value not in dict(known) else []
    return known + own


def closed_words(field: str) -> list[tuple[str, str]]:
    if field == "text":
        return []
    if field == "variants":
        return [(str(count), str(count)) for count in range(1, MAX_VARIANTS + 1)]
    return [(value, label.in_language(language())) for value, label in labels(field).items()]


def words_of(scene: SceneBrief) -> list[str]:
    """What `scene` says in the reader's words, for a line of history."""
    return [dict(one.options).get(one.value, one.value) for one in chips_of(scene)]
