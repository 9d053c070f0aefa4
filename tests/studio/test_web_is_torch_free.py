"""The web process answers without torch and Mitsuba, which cost seconds and half a gigabyte."""

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
heavy = {"torch", "onnxruntime", "mitsuba", "mitsuba_oidn", "pymatting"} & set(sys.modules)
print(sorted(heavy))
"""


def test_every_address_loads_without_what_workers_compute_with():
    done = subprocess.run(
        [sys.executable, "-c", LOAD_ALL_ADDRESSES],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == "[]", done.stderr
