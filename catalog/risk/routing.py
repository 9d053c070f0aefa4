"""Which queue of the desk takes a submission."""

from collections.abc import Iterable
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel, Field

from catalog.risk.rules import HIGHEST

Language = Literal["en", "zh"]
# What a queue may keep from being offered: decisions, and passing an item on.
HIDEABLE = ("approved", "needs_changes", "rejected", "skipped")


class Routed(BaseModel, frozen=True):
    """What routing rules may ask of a submission. codes: reason codes of its findings."""

    shop: str
    recipe: str
    preset: str = ""
    risk: int = 0
    codes: frozenset[str] = frozenset()
    language: Language = "en"


class Routing(BaseModel, frozen=True, extra="forbid"):
    """A routing rule: everything that is given must hold; of several values of one, any.

    An empty rule takes everything. shops: slugs. codes: of catalog.reasons. language: what the
    product's title is written in.
    """

    shops: tuple[str, ...] = ()
    recipes: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    risk_at_least: int = Field(default=0, ge=0, le=HIGHEST)
    risk_at_most: int = Field(default=HIGHEST, ge=0, le=HIGHEST)

    def takes(self, item: Routed) -> bool:
        """Whether everything asked for is so."""
        asked = (
            (self.shops, {item.shop}),
            (self.recipes, {item.recipe}),
            (self.presets, {item.preset}),
            (self.codes, item.codes),
            (self.languages, {item.language}),
        )
        fits = all(not wanted or not item_has.isdisjoint(wanted) for wanted, item_has in asked)
        return fits and self.risk_at_least <= item.risk <= self.risk_at_most


class HasRule(Protocol):
    rule: dict[str, object]


Queue = TypeVar("Queue", bound=HasRule)


def first_that_takes(item: Routed, queues: Iterable[Queue]) -> Queue | None:
    """The first of `queues` whose rule takes `item`; None leaves it to the default queue."""
    return next((one for one in queues if Routing.model_validate(one.rule).takes(item)), None)


def language_of(text: str) -> Language:
    """Chinese where any Chinese character stands in `text`."""
    return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"
