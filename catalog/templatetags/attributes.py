"""What templates ask about attributes."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.forms.products import CURRENCIES
from catalog.models import AttributeFinding
from catalog.selectors import attribute_panel, attribute_words
from catalog.selectors.attributes import Known
from imaging.attributes import NAMES

register = template.Library()

register.filter("attribute_name", attribute_words.attribute_name)
register.filter("likelihood", attribute_words.likelihood)
register.filter("source_says", attribute_words.source_says)
register.filter("source_seen", attribute_words.source_seen)
register.filter("colours_seen", attribute_words.colours_seen)
register.filter("value_options", attribute_words.value_options)
register.filter("best_of_each", attribute_panel.best_of_each)
register.simple_tag(attribute_words.value_words, name="value_words")
register.simple_tag(lambda: CURRENCIES, name="currencies")


@register.simple_tag
def swatch(name: str, value: str, finding: AttributeFinding | None = None) -> SafeString:
    """A dot of the colour as the photo shows it, else as it is painted; "" for what is none."""
    if name != "colour":
        return SafeString("")
    seen = finding.evidence.get("hexes") if finding and finding.value == value else None
    if value in attribute_words.PAINTED:
        return dot(seen[0] if seen else attribute_words.PAINTED[value])
    return format_html('<span class="swatch swatch--{}" aria-hidden="true"></span>', value)


@register.filter
def dot(hex_: str) -> SafeString:
    """A dot of one colour, "#rrggbb"."""
    drawing = '<svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="{}"/></svg>'  # noqa: E501
    return format_html(drawing, hex_)


@register.filter
def box_shown(finding: AttributeFinding) -> dict[str, str] | None:
    """Where the evidence lies in its photo, in percent as SVG takes them; None without a box."""
    box = finding.evidence.get("box")
    if not box:
        return None
    percents = (f"{100 * share:.2f}%" for share in box)
    return dict(zip(("x", "y", "width", "height"), percents, strict=True))


@register.filter
def amount_of(one: Known) -> str:
    """The number of a price, "" without one."""
    return (one.value or "").partition(" ")[0]


@register.filter
def currency_of(one: Known) -> str:
    """The currency of a price, "" without one."""
    return (one.value or "").partition(" ")[2]


@register.simple_tag(takes_context=True)
def filter_link(context: Context, name: str, value: str = "") -> str:
    """The list's address with one filter set, or taken away; the others stay, the page does not."""
    request = context["request"]
    asked = request.GET.copy()
    asked.pop("page", None)
    asked.pop(f"attribute_{name}", None)
    if value:
        asked[f"attribute_{name}"] = value
    where = reverse("catalog:product_list", args=[context["shop"].slug])
    return f"{where}?{asked.urlencode()}" if asked else where


@register.simple_tag
def every_value() -> list[tuple[str, list[tuple[str, str]]]]:
    """(attribute, [("name:key", label)]) for every attribute with a vocabulary."""
    named = [(name, attribute_words.value_options(name)) for name in NAMES]
    return [
        (attribute_words.attribute_name(name), [(f"{name}:{key}", label) for key, label in listed])
        for name, listed in named
        if listed
    ]
