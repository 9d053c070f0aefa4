"""What pages say of attributes, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import AttributeFinding
from imaging.attributes import label_of, terms
from imaging.attributes.colour.names import fine_names
from imaging.reader import language

# From which calibrated confidence on a value is called how.
LIKELIHOODS: tuple[tuple[float, Promise], ...] = (
    (0.95, _("almost certain")),
    (0.8, _("very likely")),
    (0.5, _("likely")),
    (0, _("a guess")),
)
SAYS: Mapping[str, Promise] = {
    "photo": _("The photo shows"),
    "text": _("The lettering in the photo says"),
    "title": _("The title says"),
    "description": _("The description says"),
}
SEEN: Mapping[str, Promise] = {
    "photo": _("Seen in the photo"),
    "text": _("Read in the photo"),
    "title": _("Read in the title"),
    "description": _("Read in the description"),
}
# How a colour of the vocabulary is painted where no photo shows one; the two that are no colour
# have drawings of their own.
PAINTED: Mapping[str, str] = {
    "beige": "#d9c7a3", "black": "#1a1a1a", "blue": "#2f6fd0", "bronze": "#8c6239",
    "brown": "#6f4527", "gold": "#d4af37", "gray": "#8a8d91", "green": "#3f8f46",
    "navy": "#1d2f5f", "orange": "#ee7f22", "pink": "#f2a0b9", "purple": "#7a4aa5",
    "red": "#d0312d", "rose-gold": "#c98c82", "silver": "#c4c8cc", "white": "#ffffff",
    "yellow": "#f4cf36",
}  # fmt: skip


def attribute_name(name: str) -> str:
    """What the attribute is called."""
    return label_of("name", name).in_language(language())


def value_words(name: str, value: str) -> str:
    """What the value is called."""
    return label_of(name, value).in_language(language())


def likelihood(confidence: float) -> Promise:
    """A calibrated share of certainty, in words."""
    return next(words for least, words in LIKELIHOODS if confidence >= least)


def source_says(finding: AttributeFinding) -> Promise:
    """Who speaks, as the start of a sentence that ends with the value."""
    return SAYS[finding.source]


def source_seen(finding: AttributeFinding) -> Promise:
    """Where the value was found."""
    return SEEN[finding.source]


def value_options(name: str) -> list[tuple[str, str]]:
    """The values that a seller may choose, each in both languages, the reader's first; none where
    any text may stand."""
    labels = {key: one.label for key, one in terms(name).items()}
    if language().startswith("zh"):
        return [(key, f"{one.zh} · {one.en}") for key, one in labels.items()]
    return [(key, f"{one.en} · {one.zh}") for key, one in labels.items()]


@dataclass(frozen=True)
class ColourSeen:
    """One colour of a finding: "#rrggbb", its fine name, and its share of the product."""

    hex: str
    name: str
    share: float


def colours_seen(finding: AttributeFinding) -> list[ColourSeen]:
    """The colours that a finding tells with names and shares, the largest first."""
    fine = fine_names()
    return [
        ColourSeen(one["hex"], fine[one["fine"]].label.in_language(language()), one["share"])
        for one in finding.details.get("colours", ())
        if one["fine"] in fine
    ]
