"""The web process answers without torch, which costs seconds and half a gigabyte."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOAD_ALL_ADDRESSES = """
import sys, django
from django.urls import get_resolver
django.setup()
patterns = get_resolver().url_patterns
assert len(patterns) > 3
import studio.asgi
heavy = {"torch", "torchvision", "onnxruntime", "pymatting", "diffusers"} & set(sys.modules)
print(sorted(heavy))
"""


def test_every_address_loads_without_torch_or_onnxruntime():
    done = subprocess.run(
        [sys.executable, "-c", LOAD_ALL_ADDRESSES],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == "[]", done.stderr
