"""A whole studio of its own for browser tests: database, Valkey, web, workers, files, mails."""

import email
import email.policy
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from imaging.adverts import font_files
from imaging.weights import path_of
from studio.supervisor import die_with_parent

START_S = 120
PATIENCE_S = 15  # for what the studio does by itself


@dataclass(frozen=True)
class Studio:
    """A running studio: its address, and the folder with everything it writes."""

    url: str
    var: Path

    @property
    def addresses(self) -> dict[str, str]:
        """What tests.browser.prepare made, by name."""
        found: dict[str, str] = json.loads((self.var / "addresses.json").read_text())
        return found

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Every mail to `address` so far, oldest first."""
        mails = [message for path in sorted(self.var.glob("mail/*")) for message in read(path)]
        return [mail for mail in mails if mail["To"] == address]

    def mail_to(self, address: str, *, saying: str) -> EmailMessage:
        """The mail to `address` with `saying` in its text, once it is there."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for mail in self.mails_to(address):
                if saying in text_of(mail):
                    return mail
            time.sleep(0.2)
        subjects = [mail["Subject"] for mail in self.mails_to(address)]
        raise AssertionError(f"no mail saying {saying!r} to {address}; there are {subjects}")

    def log(self, name: str) -> str:
        """The last lines that a program wrote."""
        path = self.var / "log" / f"{name}.log"
        return path.read_text()[-3000:] if path.exists() else ""


def read(path: Path) -> Iterator[EmailMessage]:
    """The mails of one file of Django's file backend, each ended by a line of dashes."""
    for part in path.read_bytes().split(b"-" * 79):
        if part.strip():
            yield email.message_from_bytes(part.strip(), policy=email.policy.default)


def text_of(mail: EmailMessage) -> str:
    """What the mail says, without pictures and markup."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


@contextmanager
def running_studio() -> Iterator[Studio]:
    """Everything `make run` starts, in a new folder and on a free port; stopped and removed."""
    # A short path: Valkey listens on a unix socket, whose path has at most 107 bytes.
    var = Path(tempfile.mkdtemp(prefix="studio-browser-", dir="/tmp"))
    port = free_port()
    settings = environment(var)
    try:
        without_broker = {**settings, "STUDIO_BROKER_URL": "memory://localhost"}
        command = [sys.executable, "-m", "tests.browser.prepare"]
        subprocess.run(command, env=without_broker, check=True)
        with stopped_at_end(port, settings, var / "out.log") as process:
            until_ready(process, var / "out.log")
            yield Studio(f"http://localhost:{port}", var)
    finally:
        shutil.rmtree(var, ignore_errors=True)


def environment(var: Path) -> dict[str, str]:
    """Settings of an embedded install, with the small cut-out model alone and all fonts."""
    models = var / "models"
    models.mkdir()
    (models / path_of("u2netp").name).symlink_to(path_of("u2netp"))
    (models / "fonts").symlink_to(font_files.folder())
    own = {
        "DJANGO_SETTINGS_MODULE": "studio.settings",
        "STUDIO_VAR_DIR": str(var),
        "STUDIO_MODELS_DIR": str(models),
    }
    others = ("STUDIO_", "DATABASE_URL")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(others)}
    return {**kept, **own}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def stopped_at_end(
    port: int, settings: dict[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "manage.py", "studio_run", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,
        )
    try:
        yield process
    finally:
        process.terminate()  # the supervisor stops its programs, and kills those that stay
        process.wait(timeout=60)


def until_ready(process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        if "is ready" in log.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(f"the studio did not start: {log.read_text()}")
