"""Workers, web, scheduler and Valkey die at seeded moments; every job ends once."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from imaging.weights.store import folder

JOBS = 200


@pytest.mark.chaos
def test_no_job_is_lost_and_none_has_two_results_when_everything_is_killed():
    # A short path: a unix socket's may not be longer than 107 bytes.
    with tempfile.TemporaryDirectory(prefix="chaos-") as var:
        report = driven(Path(var))

    assert sum(report["killed"].values()) >= 10, report
    assert len(report["killed"]) == 5, report
    assert report["statuses"] == {"done": JOBS}, report
    assert report["bad_files"] == 0, report
    assert report["two_results"] == 0, report
    assert (report["outbox"], report["outbox_unconsumed"]) == (JOBS, 0), report
    assert report["seconds"] < 120


def driven(var: Path) -> dict:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STUDIO_", "DJANGO_"))
    }
    environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "STUDIO_VAR_DIR": str(var),
        "STUDIO_MODELS_DIR": str(folder()),
        "STUDIO_PORT": str(free_port()),
        "STUDIO_LOG_LEVEL": "WARNING",
    }
    run = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(run, env=environment, check=True)
    run = [sys.executable, "-m", "tests.chaos.driver", "--jobs", str(JOBS), "--seed", "7"]
    done = subprocess.run(
        run, env=environment, check=False, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
