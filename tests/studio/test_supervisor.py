"""The supervisor: everything starts, what dies comes back, a stop leaves nothing behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.supervisor import Program, StartFailed, Supervisor

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def until(true: Callable[[], object], seconds: float) -> None:
    """Wait for it; an error after that long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


def supervisor_of(folder: Path, *programs: Program, **options: float) -> Supervisor:
    said: list[str] = []
    made = Supervisor(list(programs), folder, dict(os.environ), said.append, **options)
    made.said = said  # type: ignore[attr-defined]
    return made


def test_what_does_not_answer_in_time_stops_the_start_and_everything_with_it(tmp_path):
    good = Program("good", SLEEPER, lambda: True)
    mute = Program("mute", SLEEPER, lambda: False)

    with pytest.raises(StartFailed, match="No answer from mute in 0 s"):
        supervisor_of(tmp_path, good, mute, start_s=0.2).run(lambda: pytest.fail("not ready"))

    assert not good.is_alive
    assert not mute.is_alive


def test_a_later_stage_waits_for_the_earlier_one(tmp_path):
    order: list[str] = []
    broker = Program("broker", SLEEPER, lambda: order.append("broker") or True, stage=0)
    web = Program("web", SLEEPER, lambda: order.append("web") or True)
    supervisor = supervisor_of(tmp_path, web, broker)

    supervisor.run(supervisor._asked)

    assert order == ["broker", "web"]


def test_how_nice_a_program_is_counts_among_all_of_them_and_ctrl_c_passes_it_by(tmp_path):
    program = Program("nice", ["nice", "-n", "7", *SLEEPER], lambda: True)
    seen: list[tuple[int, int, int]] = []

    def ready() -> None:
        assert program.process is not None
        pid = program.process.pid
        seen.append((os.getsid(pid), os.getpgid(pid), os.getpriority(os.PRIO_PROCESS, pid)))
        supervisor._asked()

    supervisor = supervisor_of(tmp_path, program)
    supervisor.run(ready)

    assert program.process is not None
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert seen == [(os.getsid(0), program.process.pid, min(own + 7, 19))]


def test_a_program_that_keeps_dying_is_started_ever_more_slowly(tmp_path):
    program = Program("weak", [sys.executable, "-c", "raise SystemExit(3)"], lambda: False)
    supervisor = supervisor_of(tmp_path, program, start_s=2.5)

    with pytest.raises(StartFailed):
        supervisor.run(lambda: None)

    pauses = re.findall(r"weak ended \(3\), again in ([\d.]+) s", " ".join(supervisor.said))
    assert pauses[:2] == ["0.5", "1"]


def test_a_stop_ends_children_of_a_program_that_ignores_it(tmp_path):
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    log = tmp_path / "stubborn.log"
    program = Program(
        "stubborn", [sys.executable, "-c", stubborn], lambda: log.read_text() != "", stop_s=0.3
    )
    supervisor = supervisor_of(tmp_path, program)

    supervisor.run(supervisor._asked)

    assert not program.is_alive
    until(lambda: not is_running(int(log.read_text())), 2)


def is_running(pid: int) -> bool:
    """Whether a process runs; one that ended but was not yet waited for does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


class Running:
    """The whole studio in a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        kept = {n: os.environ[n] for n in ("PATH", "HOME", "OMP_NUM_THREADS") if n in os.environ}
        self.environment = {**kept, "STUDIO_VAR_DIR": str(var), "STUDIO_PORT": str(self.port)}
        self.manage("migrate", "--verbosity", "0").wait()
        self.log = var / "console.txt"
        self.process = self.manage("studio_run", output=self.log)

    def manage(self, *arguments: str, output: Path | None = None) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", *arguments]
        stdout = output.open("wb") if output else None
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=stdout, stderr=stdout
        )

    def said(self, words: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return words in self.log.read_text()

    def health(self) -> dict[str, bool]:
        with urllib.request.urlopen(f"http://localhost:{self.port}/healthz/", timeout=5) as answer:
            return json.load(answer)

    def processes(self) -> dict[int, str]:
        """Every process started for this folder, by the variable in its environment."""
        mark = f"STUDIO_VAR_DIR={self.var}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().decode()
            except OSError:
                continue
        return {pid: command for pid, command in found.items() if is_running(pid)}

    def pid_of(self, words: str) -> int:
        return min(pid for pid, command in self.processes().items() if words in command)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running() -> Iterator[Running]:
    # Not tmp_path: a unix socket's path has at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="studio-run-") as folder:
        studio = Running(Path(folder))
        try:
            yield studio
        finally:
            studio.process.kill()
            studio.process.wait()
            for pid in studio.processes():
                os.kill(pid, signal.SIGKILL)


@pytest.mark.chaos
def test_the_studio_starts_heals_and_stops_without_leaving_anything(running):
    until(lambda: running.said("The studio is ready"), 90)
    assert running.health()["ok"]
    assert len(running.processes()) >= 6  # supervisor, Valkey, web, two workers, scheduler

    web = running.pid_of("uvicorn")
    os.kill(web, signal.SIGKILL)
    until(lambda: running.said("web started again"), 20)
    assert running.pid_of("uvicorn") != web

    second = running.manage("studio_run", "--port", str(free_port()), output=running.var / "2.txt")
    assert second.wait(timeout=20) == 1
    assert "is running from" in (running.var / "2.txt").read_text()

    asked = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=20) == 0
    assert time.monotonic() - asked < 15
    assert running.processes() == {}
    assert running.log.read_text().endswith("stopped\n")


@pytest.mark.chaos
def test_a_supervisor_killed_outright_takes_its_programs_along(running):
    until(lambda: running.said("The studio is ready"), 90)

    running.process.kill()
    running.process.wait()

    until(lambda: running.processes() == {}, 20)


def test_a_taken_port_is_named_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        environment = {"PATH": os.environ["PATH"], "STUDIO_VAR_DIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "manage.py", "studio_run", "--port", port],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )

    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert not (tmp_path / "valkey").exists()
