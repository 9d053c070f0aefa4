"""python -m imaging.weights [MODEL …] [--all]: fetch model files, the default ones if unnamed."""

import argparse
import sys

from imaging.errors import EngineError
from imaging.weights.fetch import fetch
from imaging.weights.registry import DEFAULT_MODELS, MODELS


def main() -> int:
    """Fetch what the command line names; 1 if one could not be had."""
    parser = argparse.ArgumentParser(prog="python -m imaging.weights", description=__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL", help=", ".join(MODELS))
    parser.add_argument("--all", action="store_true", help="every model of the registry")
    arguments = parser.parse_args()
    unknown = set(arguments.models) - set(MODELS)
    if unknown:
        parser.error(f"unknown model: {', '.join(sorted(unknown))}")
    keys = list(MODELS) if arguments.all else arguments.models or list(DEFAULT_MODELS)
    return max(_fetch(key) for key in keys)


def _fetch(key: str) -> int:
    try:
        print(f"{key}: {fetch(key)}")
    except EngineError as error:
        print(f"{key}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
