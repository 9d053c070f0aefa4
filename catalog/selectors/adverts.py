"""What the advert editor reads: sizes, grounds, and an advert as it was asked for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.db.models import QuerySet

from catalog.models import Product, Rendition
from catalog.selectors.renditions import renditions_of
from imaging.adverts.items import ROLES
from imaging.adverts.sizes import SIZES
from imaging.adverts.words import MAX_HEADLINE, MAX_PRICE, Words
from imaging.errors import EngineError
from imaging.models import Job
from imaging.reader import language
from imaging.selectors import job_error

ADVERT = "advert"
GroundKind = Literal["layout", "scene", "theme", "colour", "gradient"]
# Options of an advert that are not its ground's.
OWN = ("layout", "words", "brand", "adjust", "language")
FRAME = ("width", "height", "aspect", "long_side")
SYMBOLS = {
    "CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$",
    "SGD": "S$", "AUD": "A$", "NZD": "NZ$", "CAD": "C$", "KRW": "₩", "INR": "₹", "VND": "₫",
    "THB": "฿", "PHP": "₱", "BRL": "R$", "MYR": "RM",
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What the product stands before: the layout's own ground, the scene the advert is made
    from, a theme's, or one or two colours ("#RRGGBB")."""

    kind: GroundKind = "layout"
    theme: str = ""
    colours: tuple[str, ...] = ()


def ground_options(ground: Ground, parent: Rendition | None) -> dict[str, Any]:
    """The options of the recipe that make `ground`; a scene is that of `parent`."""
    if ground.kind == "scene" and parent:
        return scene_options(parent)
    if ground.kind == "theme":
        return {"theme": ground.theme}
    if ground.kind in ("colour", "gradient"):
        return {"backdrop": ground.kind, "colours": list(ground.colours)}
    return {}


def scene_options(rendition: Rendition) -> dict[str, Any]:
    """What the set of a picture was asked for with, whatever stands on it and in what size."""
    return {name: value for name, value in rendition.options.items() if name not in (*OWN, *FRAME)}


def has_scene(rendition: Rendition) -> bool:
    """Whether a picture stands in a set that an advert could take over."""
    return bool(rendition.options.keys() & {"brief", "theme"})


def scene_under(rendition: Rendition | None, size: str) -> Rendition | None:
    """The finished picture of the set alone that `rendition` is or was made from, in the shape of
    `size`; None where there is none."""
    width, height = SIZES[size]
    while rendition is not None:
        picture = rendition.job.outputs.get("picture", {})
        same = abs(picture.get("width", 0) * height - picture.get("height", 0) * width) <= height
        if rendition.recipe != ADVERT and has_scene(rendition) and picture and same:
            return rendition
        rendition = rendition.parents.select_related("job").first()
    return None


def ground_of(advert: Rendition) -> Ground:
    """What an advert was asked to stand before."""
    options = advert.options
    if options.keys() == {"theme"} | (options.keys() & {*OWN, *FRAME}):
        return Ground("theme", theme=options["theme"])
    if has_scene(advert):
        return Ground("scene")
    kinds: dict[str, GroundKind] = {"colour": "colour", "gradient": "gradient"}
    kind = kinds.get(options.get("backdrop", ""), "layout")
    return Ground(kind, colours=tuple(options.get("colours", ())))


def advert_step(rendition: Rendition) -> dict[str, Any]:
    """The parameters of the advert's own step, as its job keeps them; empty for other pictures."""
    steps = (step["params"] for step in rendition.job.steps if step["engine"] == ADVERT)
    return next(steps, {})


def size_of(rendition: Rendition) -> str:
    """The key of the size an advert was made in; "" for none of SIZES."""
    step = advert_step(rendition)
    made = (step.get("width"), step.get("height"))
    return next((key for key, size in SIZES.items() if size == made), "")


def asked_together(advert: Rendition) -> QuerySet[Rendition]:
    """The sizes of one asking, this one among them, in the order they were asked for."""
    together = renditions_of(advert.product).filter(recipe=ADVERT, created_at=advert.created_at)
    return together.order_by("pk")


def field_of(error: EngineError) -> str:
    """The text of an advert that `error` is about, "layout" for its layout, "" for neither."""
    told = error.arguments.get("text")
    named = (role for role, label in ROLES.items() if told == label.model_dump())
    other = "layout" if "layout" in error.arguments else ""
    return next((role for role in named if role in Words.model_fields), other)


def trouble_of(advert: Rendition) -> dict[str, str]:
    """Why an advert was not made, by the field that has to change."""
    job = advert.job
    if job.status != Job.Status.FAILED or advert.recipe != ADVERT:
        return {}
    return {field_of(EngineError(job.error_code, **job.error_arguments)): job_error(job)}


def words_suggested(product: Product) -> dict[str, str]:
    """What an advert of `product` may say: its title, and the price of its first variant."""
    priced = product.variants.exclude(price=None).first()
    suggested = {"headline": shortened(product.title, MAX_HEADLINE)}
    if priced and priced.price is not None:
        suggested["price"] = price_said(priced.price, priced.currency)[:MAX_PRICE]
    return suggested


def shortened(title: str, most: int) -> str:
    """`title` without the words that go beyond `most` characters."""
    if len(title) <= most:
        return title
    head, space, _rest = title[: most + 1].rpartition(" ")
    return head if space else title[:most]


def price_said(price: Decimal, currency: str) -> str:
    """A price as shop windows write it: ¥39, $12.50, CHF 20."""
    number = f"{price:,.0f}" if price == price.to_integral() else f"{price:,.2f}"
    return f"{SYMBOLS[currency]}{number}" if currency in SYMBOLS else f"{currency} {number}"


def language_written() -> Literal["en", "zh"]:
    """The language that texts are taken to be in where they do not tell: the reader's own."""
    return "zh" if language().startswith("zh") else "en"
