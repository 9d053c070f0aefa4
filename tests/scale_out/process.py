"""A server's process: started until it answers, killed with all it forked, started again."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from studio.supervisor import die_with_parent

START_S = 30


@dataclass
class ServerProcess:
    """One server; `ask` raises as long as it does not answer."""

    command: list[str | Path]
    log: Path
    ask: Callable[[], object]
    user: str | None = None
    environment: Mapping[str, str] | None = None
    stop: signal.Signals = signal.SIGINT  # PostgreSQL waits for its clients at a SIGTERM
    process: "subprocess.Popen[bytes] | None" = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """From its first answer on; ended with us, however we end."""
        try:
            self.start()
            yield
        finally:
            if self.process is not None:
                self.process.send_signal(self.stop)
                self.process.wait(timeout=30)

    def start(self) -> None:
        """Start it until it answers: what a killed one left may be in its way for a moment."""
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                self.spawn()
            try:
                self.ask()
            except Exception:  # every client has errors of its own for "not yet"
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"no answer: {self.log.read_text()[-4000:]}")

    def spawn(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                user=self.user,
                env=self.environment,
                preexec_fn=die_with_parent,
            )

    def kill(self) -> None:
        """Kill -9 of the server and everything it forked (PostgreSQL's leave its group)."""
        assert self.process is not None
        for pid in [self.process.pid, *children_of(self.process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def children_of(pid: int) -> list[int]:
    command = ["ps", "-o", "pid=", "--ppid", str(pid)]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(line) for line in listing.stdout.split()]
