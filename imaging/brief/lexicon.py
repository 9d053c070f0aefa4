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

TABLES = ("look", "colours", "light", "things", "frame", "grammar", "plain", "forms")
# Latin words and numbers, single Chinese characters, words of other scripts, any other mark.
ATOM = re.compile(r"[a-z0-9à-öø-ÿ]+(?:'[a-z0-9]+)*|[\u3400-\u9fff]|[^\W_]|\S")
# In a template "[a|b]" may stand there or not, and of "(a|b)" one must.
CHOICE = re.compile(r"\[([^]]+)\]|\(([^)]+)\)")
# What "暖~" stands for.
STEPS = (
    "{}(一点|点|一些|些|一点点|点儿|一点儿|一丢丢|多了)",
    "(更|再|更加|稍微|稍|略|调){}[一点|点|一些|些|一点点|点儿|一丢丢]",
)


@dataclass(frozen=True)
class Sense:
    """One thing a phrase means: a field and its value, or a role in the grammar."""

    kind: str
    value: str


@dataclass
class Node:
    """Where one gets in the phrases, atom by atom; `senses` where a phrase ends."""

    children: dict[str, list["Node"]] = field(default_factory=dict)
    senses: list[Sense] = field(default_factory=list)


@dataclass(frozen=True)
class Lexicon:
    """All phrases as one graph of atoms, and the speller of their Latin words."""

    root: Node
    speller: Speller

    def longest(self, atoms: Sequence[str], at: int) -> tuple[int, tuple[Sense, ...]]:
        """Length in atoms and senses of the longest phrase from `at`; (0, ()) if there is none."""
        found: tuple[int, tuple[Sense, ...]] = (0, ())
        nodes = [self.root]
        for end in range(at, len(atoms)):
            nodes = [child for node in nodes for child in node.children.get(atoms[end], ())]
            if not nodes:
                break
            if senses := dict.fromkeys(sense for node in nodes for sense in node.senses):
                found = (end + 1 - at, tuple(senses))
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
    root, words = Node(), Node()
    spelt: set[str] = set()
    for kind, rows in tables().items():
        for value, row in rows.items():
            for template in _templates(row):
                choices = choices_of(template)
                spelt.update(atom for ways in choices for way in ways for atom in way)
                enter = _enter if len(choices) == 1 else _enter_template
                enter(words if len(choices) == 1 else root, choices, Sense(kind, value))
    for atom, nodes in words.children.items():
        root.children.setdefault(atom, []).extend(nodes)
    return Lexicon(root, Speller(atom for atom in spelt if atom.isalpha() and atom.isascii()))


def atomised(phrase: str) -> list[str]:
    """The atoms of a phrase as the lexicon compares them: apostrophes and hyphens left out."""
    return [atom.replace("'", "") for atom in ATOM.findall(phrase) if atom != "-"]


def choices_of(template: str) -> list[list[list[str]]]:
    """A template piece by piece: the ways to put each, in atoms; [] is to leave it out."""
    pieces, at = [], 0
    for match in CHOICE.finditer(template):
        optional, required = match.groups()
        pieces += [[template[at : match.start()]], (required or f"|{optional}").split("|")]
        at = match.end()
    ways = [[atomised(way) for way in piece] for piece in [*pieces, [template[at:]]]]
    return [piece for piece in ways if piece != [[]]]


def _templates(row: Mapping[str, Any]) -> Iterator[str]:
    for key in ("say_en", "say_zh"):
        for phrase in row.get(key, "").split(", "):
            if phrase.endswith("~"):
                yield from (step.format(phrase[:-1]) for step in STEPS)
            elif phrase:
                yield phrase


def _enter(node: Node, choices: list[list[list[str]]], sense: Sense) -> None:
    """A plain phrase: one way through a tree that all of them share."""
    for atom in choices[0][0]:
        node = node.children.setdefault(atom, [Node()])[0]
    if sense not in node.senses:
        node.senses.append(sense)


def _enter_template(root: Node, choices: list[list[list[str]]], sense: Sense) -> None:
    """All ways through a template, which meet again behind each piece."""
    here = [root]
    for ways in choices:
        behind = Node()
        for way in ways:
            _lead(here, way, behind)
        here = [behind, *here] if [] in ways else [behind]
    for node in here:
        node.senses.append(sense)


def _lead(nodes: list[Node], atoms: list[str], behind: Node) -> None:
    for at, atom in enumerate(atoms, start=1):
        after = behind if at == len(atoms) else Node()
        for node in nodes:
            node.children.setdefault(atom, []).append(after)
        nodes = [after]
