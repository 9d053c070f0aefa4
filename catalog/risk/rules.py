"""Rules that score a submission: data in rules.toml, and how they are evaluated."""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from catalog.risk.findings import ROW_CHECKS
from imaging.labels import Label
from imaging.screening import CHECKS

Screened = Literal["waiting", "done", "failed"]
FILE = Path(__file__).with_name("rules.toml")
HIGHEST = 100


class Facts(BaseModel, frozen=True, extra="forbid"):
    """All that rules may ask of a submission, kept with its screening so that rules can be tried.

    findings: the highest confidence of each check that found something. screened: how far the
    picture was looked at. unlooked: checks that were not made. is_locked: whether the product's
    pixels are the photo's. strikes, approvals: of its shop, when it was submitted.
    """

    findings: dict[str, float] = {}
    screened: Screened = "waiting"
    unlooked: tuple[str, ...] = ()
    is_locked: bool = False
    recipe: str = ""
    preset: str = ""
    strikes: int = 0
    approvals: int = 0


def known_check(*names: str) -> None:
    """Raises ValueError for a check that there is not."""
    unknown = set(names) - {*CHECKS, *ROW_CHECKS}
    if unknown:
        raise ValueError(f"no check is called {', '.join(sorted(unknown))}")


class When(BaseModel, frozen=True, extra="forbid"):
    """A condition: everything that is given must hold; of several values of one, any."""

    found: tuple[str, ...] = ()
    sure: float = Field(default=0, ge=0, le=1)
    screened: tuple[Screened, ...] = ()
    unlooked: tuple[str, ...] = ()
    locked: bool | None = None
    recipes: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    strikes_at_least: int = 0
    approvals_at_most: int | None = None

    @model_validator(mode="after")
    def checked(self) -> "When":
        known_check(*self.found, *self.unlooked)
        if not self.model_fields_set:
            raise ValueError("a condition that always holds says nothing")
        return self

    def holds(self, facts: Facts) -> bool:
        """Whether everything asked for is so."""
        return all(
            (
                not self.found
                or any(facts.findings.get(check, -1) >= self.sure for check in self.found),
                not self.screened or facts.screened in self.screened,
                not self.unlooked or not set(self.unlooked).isdisjoint(facts.unlooked),
                self.locked is None or facts.is_locked == self.locked,
                not self.recipes or facts.recipe in self.recipes,
                not self.presets or facts.preset in self.presets,
                facts.strikes >= self.strikes_at_least,
                self.approvals_at_most is None or facts.approvals <= self.approvals_at_most,
            )
        )


class Rule(BaseModel, frozen=True, extra="forbid"):
    """One rule: what it asks, how much it adds to the risk, and what the desk says of it."""

    code: str
    when: When
    points: int = Field(ge=0, le=HIGHEST)
    four_eyes: bool = False
    label: Label


class Rules(BaseModel, frozen=True, extra="forbid"):
    """A file of rules. What is risky enough for four eyes, and harmless enough for none.

    automatic_needs: checks without which nothing is approved but by a person.
    """

    four_eyes_at: int = Field(ge=1, le=HIGHEST)
    automatic_up_to: int = Field(ge=0, le=HIGHEST)
    automatic_needs: tuple[str, ...] = ()
    rule: tuple[Rule, ...]

    @model_validator(mode="after")
    def checked(self) -> "Rules":
        known_check(*self.automatic_needs)
        twice = [code for code, n in Counter(rule.code for rule in self.rule).items() if n > 1]
        if twice:
            raise ValueError(f"two rules are called {', '.join(twice)}")
        return self


class Assessment(BaseModel, frozen=True):
    """What the rules say: risk in [0, 100], and which of them fired."""

    risk: int
    fired: tuple[Rule, ...]
    needs_four_eyes: bool
    may_be_automatic: bool


def assess(facts: Facts, rules: Rules) -> Assessment:
    """Score a submission: the points of all rules that fire, no more than HIGHEST.

    Without a person it may be approved only where the product's pixels are locked, every check of
    `automatic_needs` was made, none found anything, and the risk is at most `automatic_up_to`.
    """
    fired = tuple(rule for rule in rules.rule if rule.when.holds(facts))
    risk = min(sum(rule.points for rule in fired), HIGHEST)
    four_eyes = risk >= rules.four_eyes_at or any(rule.four_eyes for rule in fired)
    looked = facts.screened == "done" and set(facts.unlooked).isdisjoint(rules.automatic_needs)
    was_clean = looked and facts.is_locked and not facts.findings
    return Assessment(
        risk=risk,
        fired=fired,
        needs_four_eyes=four_eyes,
        may_be_automatic=was_clean and risk <= rules.automatic_up_to and not four_eyes,
    )


def rules_read(file: Path) -> Rules:
    """The rules of a file. Raises OSError, TOMLDecodeError, or ValidationError of pydantic."""
    return Rules.model_validate(tomllib.loads(file.read_text("utf-8")))


@cache
def rules_in_force() -> Rules:
    """The rules that ship with the studio."""
    return rules_read(FILE)
