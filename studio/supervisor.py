"""Runs programs side by side: starts them in stages, restarts what dies, stops all of them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

TICK_S = 0.1
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0  # a program that ran this long has forgotten its earlier deaths
LOG_BYTES = 5_000_000


class StartFailed(Exception):
    """A program did not answer in time; the words say which, and where its log is."""


@dataclass
class Program:
    """One process and its group. A later `stage` starts after earlier ones, and stops first."""

    name: str
    command: list[str]
    is_ready: Callable[[], bool]
    stage: int = 1
    stop_s: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_again_at: float = 0.0

    def start(self, log: Path, environment: dict[str, str]) -> None:
        """Start in a process group of its own, so that Ctrl-C reaches only the supervisor.

        Not in a session of its own: Linux shares processor time between sessions first, and how
        nice a program is would count only among its own children.
        """
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                process_group=0,
                preexec_fn=die_with_parent,
            )
        self.started_at = time.monotonic()

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal_leader(self, number: int) -> None:
        """Ask the process itself; it tells its children."""
        if self.process is not None and self.is_alive:
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """End the process and every child it left."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()


def die_with_parent() -> None:
    """In the child before exec: a supervisor killed with -9 takes its programs along (Linux)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


@dataclass
class Supervisor:
    """Keeps `programs` running until told to stop. `say` gets short lines for a person."""

    programs: list[Program]
    logs: Path
    environment: dict[str, str]
    say: Callable[[str], None]
    start_s: float = 90.0
    asked_to_stop: int = 0
    stages: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        self.stages = sorted({program.stage for program in self.programs})

    def stop_on_signals(self) -> None:
        """Ctrl-C, a closed terminal and `kill` all stop cleanly; asked twice, at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, *_: object) -> None:
        self.asked_to_stop += 1

    def run(self, on_ready: Callable[[], None]) -> None:
        """Start everything, call `on_ready` once all answer, stay until asked to stop.

        Raises StartFailed when something does not answer in time. Everything is stopped then too.
        """
        try:
            for stage in self.stages:
                self._start_stage(stage)
            if not self.asked_to_stop:
                on_ready()
            while not self.asked_to_stop:
                self.tend()
                time.sleep(TICK_S)
        finally:
            self.stop()

    def _start_stage(self, stage: int) -> None:
        waiting = [program for program in self.programs if program.stage == stage]
        for program in waiting:
            self._start(program)
        until = time.monotonic() + self.start_s
        while waiting and not self.asked_to_stop:
            if time.monotonic() > until:
                raise StartFailed(self._silence(waiting))
            self.tend()
            time.sleep(TICK_S)
            waiting = [one for one in waiting if not (one.is_alive and one.is_ready())]

    def _silence(self, programs: Iterable[Program]) -> str:
        names = ", ".join(program.name for program in programs)
        return f"No answer from {names} in {self.start_s:.0f} s; the reason is in {self.logs}/."

    def _start(self, program: Program) -> None:
        log = self.log_of(program)
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        program.start(log, self.environment)

    def log_of(self, program: Program) -> Path:
        """Where the program's output goes."""
        return self.logs / f"{program.name}.log"

    def tend(self) -> None:
        """Notice what died, and start it again after a pause that grows with every death."""
        now = time.monotonic()
        for program in self.programs:
            if program.process is None or program.is_alive:
                continue
            if not program.start_again_at:
                self._bury(program, now)
            elif now >= program.start_again_at:
                program.start_again_at = 0.0
                self._start(program)
                self.say(f"{program.name} started again")

    def _bury(self, program: Program, now: float) -> None:
        program.kill_group()
        program.deaths = 1 if now - program.started_at > STEADY_S else program.deaths + 1
        pause = min(LONGEST_PAUSE_S, 0.5 * 2 ** (program.deaths - 1))
        program.start_again_at = now + pause
        code = program.process.returncode if program.process else None
        self.say(f"{program.name} ended ({code}), again in {pause:g} s: {self.log_of(program)}")

    def stop(self) -> None:
        """Stop the last stage first; what does not stop in its time is killed with its children."""
        for stage in reversed(self.stages):
            programs = [program for program in self.programs if program.stage == stage]
            for program in programs:
                program.signal_leader(signal.SIGTERM)
            self._wait(programs)
            for program in programs:
                program.kill_group()

    def _wait(self, programs: list[Program]) -> None:
        asked = time.monotonic()
        while any(one.is_alive and time.monotonic() - asked < one.stop_s for one in programs):
            if self.asked_to_stop > 1:
                return
            time.sleep(TICK_S)
