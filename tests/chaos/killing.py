"""A studio whose programs are killed: started, found by what they run, killed with -9."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PROGRAMS = {
    "valkey": "valkey-server",
    "web": "uvicorn",
    "worker-cpu": "--queues cpu",
    "worker-catalog": "--queues catalog",
    "scheduler": "imaging_scheduler",
}


@dataclass(frozen=True)
class Studio:
    """`victims`: what its programs have in their command lines, by name."""

    pid: int
    victims: dict[str, str]

    def programs(self) -> dict[str, int]:
        """The pids of the programs that run."""
        listing = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        found = {}
        for line in listing.stdout.splitlines():
            pid, command = line.split(maxsplit=1)
            for name, mark in self.victims.items():
                if mark in command:
                    found[name] = int(pid)
        return found

    def kill(self, name: str, chance: random.Random) -> list[str]:
        """Kill -9 a program: alone, so that its children are orphans, or with all of its group."""
        pid, whole_group = self.programs().get(name), chance.random() < 0.5
        if pid is None:
            return []
        try:
            os.killpg(pid, signal.SIGKILL) if whole_group else os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return []
        return [name]


@contextmanager
def studio_running() -> Iterator[Studio]:
    """The studio of these settings, from when all of it answers; stopped in good order."""
    from django.conf import settings

    from studio.processes import uses_embedded_valkey

    somebody_elses = set() if uses_embedded_valkey() else {"valkey"}
    victims = {name: mark for name, mark in PROGRAMS.items() if name not in somebody_elses}
    log = settings.VAR_DIR / "studio.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "studio_run"],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        while "is ready" not in log.read_text():
            if process.poll() is not None:
                raise SystemExit(f"no start: {log.read_text()}")
            time.sleep(0.1)
        yield Studio(process.pid, victims)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def spread(victims: Iterable[str], kills: int, chance: random.Random) -> list[str]:
    """Which program dies when: every one at least once where there are kills enough."""
    each = list(victims)
    names = (each * (kills // len(each) + 1))[:kills]
    chance.shuffle(names)
    return names
