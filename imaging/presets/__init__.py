"""Channel presets, read once from presets.toml and checked."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from imaging.errors import EngineError
from imaging.presets.model import Make, Preset, Rule

__all__ = ["Make", "Preset", "Rule", "load_presets", "preset"]

EVIDENCE = ("source", "read", "sure")


@cache
def load_presets() -> dict[str, Preset]:
    """Every preset by key, in the file's order. Raises ValidationError when the file is wrong."""
    tables = tomllib.loads((files(__name__) / "presets.toml").read_text("utf-8"))
    shared = tables.pop("shared")
    return {key: Preset.model_validate(_filled(key, row, shared)) for key, row in tables.items()}


def preset(key: str) -> Preset:
    """The preset called `key`. Raises EngineError("unknown_preset")."""
    try:
        return load_presets()[key]
    except KeyError:
        raise EngineError("unknown_preset", key=key) from None


def _filled(key: str, row: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """`row` as Preset takes it: names resolved, and each rule given the preset's evidence."""
    evidence = {name: row.pop(name) for name in EVIDENCE}
    rules = [evidence | rule for rule in row["rules"]]
    stated = {rule["kind"] for rule in rules}
    return row | {
        "key": key,
        "group": shared["groups"][row["group"]],
        "rules": rules + [rule for rule in shared["rules"] if rule["kind"] not in stated],
        "not_checked": [shared["not_checked"][name] for name in row["not_checked"]],
    }
