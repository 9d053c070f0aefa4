"""How well briefs are read: precision and recall per field on labelled sentences and dialogues.

    python -m imaging.bench.brief_quality [--half measure|build]

The sets and how they were labelled: imaging/bench/briefs/README.md. Counted per value: a value
that is labelled and found is right; found only is wrong; labelled only is missed. In a dialogue
every turn counts, and each turn is read over what the grammar made of the turns before it.
Where STUDIO_LLM_URL names a language model, it is measured as it reads over the grammar.
Only figures leave this module: the measuring half is not for looking at.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imaging.brief import SceneBrief, parse

BRIEFS = Path(__file__).parent / "briefs"
LANGUAGES = ("zh", "en")
EXPECTED = 0.9


@dataclass
class Tally:
    """Counts by field of values right, wrong and missed, and of texts read without a slip."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    flawless: int = 0

    def count(self, labelled: SceneBrief, found: SceneBrief) -> None:
        truth, read = set(_values(labelled)), set(_values(found))
        self.right.update(name for name, _ in truth & read)
        self.wrong.update(name for name, _ in read - truth)
        self.missed.update(name for name, _ in truth - read)
        self.texts += 1
        self.flawless += truth == read

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.texts += other.texts
        self.flawless += other.flawless

    def figures(self, name: str | None = None) -> tuple[float | None, float | None, int]:
        """Precision, recall and number of labelled values of one field, or of all."""
        right, wrong, missed = (
            counts[name] if name else counts.total()
            for counts in (self.right, self.wrong, self.missed)
        )
        return _share(right, right + wrong), _share(right, right + missed), right + missed


def _values(brief: SceneBrief) -> Iterator[tuple[str, Any]]:
    for name, held in brief:
        for value in held if isinstance(held, tuple) else (held,):
            if value is not None:
                yield name, value


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def measure(half: str = "measure", folder: Path = BRIEFS) -> dict[str, Tally]:
    """A tally for each language's sentences and dialogues: "zh", "en", "zh dialogues", …"""
    tallies = {}
    for language in LANGUAGES:
        tallies[language] = _sentences(folder / f"{language}_{half}.jsonl")
        tallies[f"{language} dialogues"] = _dialogues(folder / f"{language}_dialogues_{half}.jsonl")
    return tallies


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def _sentences(path: Path) -> Tally:
    tally = Tally()
    for row in _rows(path):
        tally.count(SceneBrief(**row["brief"]), parse(row["text"]).brief)
    return tally


def _dialogues(path: Path) -> Tally:
    tally = Tally()
    for row in _rows(path):
        said: SceneBrief | None = None
        for turn in row["turns"]:
            said = parse(turn["text"], previous=said).brief
            tally.count(SceneBrief(**turn["brief"]), said)
    return tally


def table(tallies: Mapping[str, Tally]) -> str:
    """The figures as Markdown: fields by row; pooled, then Chinese, English and dialogues apart."""
    pooled = together(tallies[language] for language in LANGUAGES)
    dialogues = together(tallies[f"{language} dialogues"] for language in LANGUAGES)
    columns = [pooled, *(tallies[language] for language in LANGUAGES), dialogues]
    head = "| field | both: precision | recall | n | 中文 | English | dialogues |"
    rows = [head, "|---" * 7 + "|"]
    rows += [_row(name, columns) for name in (*SceneBrief.model_fields, None)]
    return "\n".join([_summary(columns), "", *rows, "", _misses(pooled)])


def together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _summary(columns: list[Tally]) -> str:
    names = ("sentences", "Chinese", "English", "turns of dialogues")
    parts = [
        f"{one.flawless} of {one.texts} {name}" for one, name in zip(columns, names, strict=True)
    ]
    return "Read without any slip: " + ", ".join(parts) + ". Apart: precision / recall (n)."


def _row(name: str | None, columns: list[Tally]) -> str:
    precision, recall, n = columns[0].figures(name)
    cells = [name or "all", _shown(precision), _shown(recall), str(n)]
    return "| " + " | ".join([*cells, *(_cell(one.figures(name)) for one in columns[1:])]) + " |"


def _cell(figures: tuple[float | None, float | None, int]) -> str:
    precision, recall, n = figures
    return f"{_shown(precision)} / {_shown(recall)} ({n})"


def _shown(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def _misses(pooled: Tally) -> str:
    below = [
        name
        for name in SceneBrief.model_fields
        if any(share is not None and share < EXPECTED for share in pooled.figures(name)[:2])
    ]
    return f"Below {EXPECTED} over both languages: {', '.join(below) or 'no field'}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=("measure", "build"), default="measure")
    print(table(measure(parser.parse_args().half)))


if __name__ == "__main__":
    main()
