"""The bilingual lexicon: phrases, what they mean, and how far a misspelling may stray.

The words are data in `lexicon/*.toml`; see the README there.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from imaging.brief.spelling import Speller

TABLES = ("look", "colours", "light", "things", "frame", "grammar", "plain")
# Latin words and numbers, single Chinese characters, words of other scripts, any other mark.
ATOM = re.compile(r"[a-z0-9à-öø-ÿ]+(?:'[a-z0-9]+)*|[\u3400-\u9fff]|[^\W_]|\S")
STEP_BEHIND = ("一点", "点", "一些", "些", "一点点", "点儿", "一点儿", "一丢丢", "多了")
STEP_BEFORE = ("更", "再", "更加", "稍微", "稍", "略", "调")
STEPS = (
    *(f"{{0}}{behind}" for behind in STEP_BEHIND),
    *(f"{before}{{0}}{behind}" for before in STEP_BEFORE for behind in ("", *STEP_BEHIND[:4])),
)


@dataclass(frozen=True)
class Sense:
    """One thing a phrase means: a field and its value, or a role in the grammar."""

    kind: str
    value: str


@dataclass
class Node:
    """Where one gets in the phrases, atom by atom; `senses` where a phrase ends."""

    children: dict[str, "Node"] = field(default_factory=dict)
    senses: list[Sense] = field(default_factory=list)


@dataclass(frozen=True)
class Lexicon:
    """All phrases as one tree of atoms, and the speller of their Latin words."""

    root: Node
    speller: Speller

    def longest(self, atoms: Sequence[str], at: int) -> tuple[int, tuple[Sense, ...]]:
        """Length in atoms and senses of the longest phrase from `at`; (0, ()) if there is none."""
        found: tuple[int, tuple[Sense, ...]] = (0, ())
        node = self.root
        for end in range(at, len(atoms)):
            step = node.children.get(atoms[end])
            if step is None:
                break
            node = step
            if node.senses:
                found = (end + 1 - at, tuple(node.senses))
        return found


@cache
def tables() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Kind → value → its row, over all files; a value said in two files has both files' words."""
    merged: dict[str, dict[str, dict[str, Any]]] = {}
    for name in TABLES:
        content = tomllib.loads(
            (files(__package__) / "lexicon" / f"{name}.toml").read_text("utf-8")
        )
        for kind, rows in content.items():
            for value, row in rows.items():
                _merge(merged.setdefault(kind, {}).setdefault(value, {}), row)
    return merged


def _merge(into: dict[str, Any], row: Mapping[str, Any]) -> None:
    for key, text in row.items():
        said = key.startswith("say_") and key in into
        into[key] = f"{into[key]}, {text}" if said else text


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    root = Node()
    words: set[str] = set()
    for kind, rows in tables().items():
        for value, row in rows.items():
            for phrase in _phrases(row):
                atoms = atomised(phrase)
                words.update(atom for atom in atoms if atom.isalpha() and atom.isascii())
                _enter(root, atoms, Sense(kind, value))
    return Lexicon(root, Speller(words))


def atomised(phrase: str) -> list[str]:
    """The atoms of a phrase as the lexicon compares them: apostrophes and hyphens left out."""
    return [atom.replace("'", "") for atom in ATOM.findall(phrase) if atom != "-"]


def _phrases(row: Mapping[str, Any]) -> Iterator[str]:
    for key in ("say_en", "say_zh"):
        for phrase in row.get(key, "").split(", "):
            if phrase.endswith("~"):
                yield from (step.format(phrase[:-1]) for step in STEPS)
            elif phrase:
                yield phrase


def _enter(node: Node, atoms: list[str], sense: Sense) -> None:
    for atom in atoms:
        node = node.children.setdefault(atom, Node())
    if sense not in node.senses:
        node.senses.append(sense)
