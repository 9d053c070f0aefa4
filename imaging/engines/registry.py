"""Every engine the studio has, one line each, known without importing any of them."""

from functools import cache
from importlib import import_module

from pydantic import ValidationError

from imaging.engines.base import Engine, Params, Spec
from imaging.errors import EngineError
