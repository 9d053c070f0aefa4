"""The shape of a theme."""

from typing import Literal

from pydantic import BaseModel, Field

from imaging.brief import SceneBrief
from imaging.labels import Label

Group = Literal["styles", "interiors", "surfaces", "seasons", "festivals"]

GROUPS: dict[Group, Label] = {
    "styles": Label(en="Styles", zh="风格"),
    "interiors": Label(en="Interiors", zh="居家场景"),
    "surfaces": Label(en="Surfaces", zh="材质台面"),
    "seasons": Label(en="Seasons", zh="四季"),
    "festivals": Label(en="Festivals and sales", zh="节日大促"),
}


class Theme(BaseModel, frozen=True, extra="forbid"):
    """A curated look with a name: a brief, and the seed its own plates were drawn with."""

    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    label: Label
    group: Group
    brief: SceneBrief
    seed: int = 1
