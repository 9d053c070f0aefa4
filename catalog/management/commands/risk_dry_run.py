"""What other rules of risk would change, tried on what people decided before."""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from pydantic import ValidationError

from catalog.risk.rules import Rules, rules_in_force, rules_read
from catalog.selectors.risk_trial import Tally, Trial, rules_try

HEAD = ("people decided", "submissions", "four eyes", "automatic", "mean risk", "treated otherwise")


class Command(BaseCommand):
    help = "Try a file of risk rules on past decisions; nothing is changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rules", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, rules: Path, **options: Any) -> None:
        trial = rules_try(rules=read(rules), in_force=rules_in_force())
        self.stdout.write("before → after, of submissions that people decided\n")
        rows = [(verb, *cells(tally)) for verb, tally in trial.by_decision.items()]
        self.stdout.write(aligned([HEAD, *rows]))
        self.stdout.write(warning(trial))
        fired = sorted(trial.fired.items(), key=lambda one: -one[1])
        self.stdout.write(aligned([("rule", "fired"), *((code, str(n)) for code, n in fired)]))


def read(file: Path) -> Rules:
    """The rules of a file. Raises CommandError with what is wrong in it."""
    try:
        return rules_read(file)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} is not TOML: {error}.") from error
    except ValidationError as error:
        faults = "; ".join(f"{where(one['loc'])}: {one['msg']}" for one in error.errors())
        raise CommandError(f"{file}: {faults}") from error


def where(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place) or "file"


def cells(tally: Tally) -> tuple[str, ...]:
    """One row of the table."""
    return (
        str(tally.submissions),
        "{} → {}".format(*tally.four_eyes),
        "{} → {}".format(*tally.automatic),
        f"{tally.mean_risk(0):.0f} → {tally.mean_risk(1):.0f}",
        str(tally.changed),
    )


def warning(trial: Trial) -> str:
    """What nobody wants: pictures that people refused and these rules would let pass."""
    refused = [trial.by_decision[verb] for verb in ("rejected", "needs_changes")]
    passed = sum(tally.automatic[1] for tally in refused)
    return f"\n{passed} that people refused would have been approved without a person.\n"


def aligned(rows: list[tuple[str, ...]]) -> str:
    """A table in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    return "\n".join("  ".join(row).rstrip() for row in padded)
