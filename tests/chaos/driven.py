"""A driver run on an embedded studio of its own, in an empty folder."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from typing import Any

from imaging.weights.store import folder


def driven(driver: str, **options: str | int) -> dict[str, Any]:
    """What `python -m tests.chaos.<driver>` reports."""
    # A short path: a unix socket's may not be longer than 107 bytes.
    with tempfile.TemporaryDirectory(prefix="chaos-") as var:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("STUDIO_", "DJANGO_"))
        }
        environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "STUDIO_VAR_DIR": var,
            "STUDIO_MODELS_DIR": str(folder()),
            "STUDIO_PORT": str(free_port()),
            "STUDIO_LOG_LEVEL": "WARNING",
        }
        run = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(run, env=environment, check=True)
        run = [sys.executable, "-m", f"tests.chaos.{driver}", *as_arguments(options)]
        done = subprocess.run(
            run, env=environment, check=False, capture_output=True, text=True, timeout=300
        )
    assert done.returncode == 0, done.stderr[-4000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def as_arguments(options: dict[str, str | int]) -> list[str]:
    return [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
