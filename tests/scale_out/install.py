"""A production install on those servers, and a person in front of it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from imaging.weights.store import folder as models_folder
from studio.supervisor import die_with_parent
from tests.scale_out.servers import S3, S3_KEYS, Postgres, Redis, free_port

ROOT = Path(__file__).resolve().parents[2]
HOST = "studio.example.com"
PATIENCE_S = 60


@dataclass(frozen=True)
class Servers:
    postgres: Postgres
    redis: Redis
    s3: S3


@dataclass(frozen=True)
class Install:
    """One database, one bucket, two Redis databases; its commands get nothing but variables.

    `broker` is another one than Redis.
    """

    name: str
    servers: Servers
    var: Path
    redis_number: int
    port: int
    broker: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = ("STUDIO_", "DJANGO_", "DATABASE_URL", "AWS_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(kept)}
        return clean | {
            "DJANGO_SETTINGS_MODULE": "tests.scale_out.settings",
            "STUDIO_MODE": "production",
            "STUDIO_SECRET_KEY": "of-this-install-alone-0123456789-abcdefghijklmnopqrst",
            "STUDIO_URL": f"https://{HOST}",
            "STUDIO_BEHIND_PROXY": "true",
            "STUDIO_PORT": str(self.port),
            "STUDIO_VAR_DIR": str(self.var),
            "STUDIO_MODELS_DIR": str(models_folder()),
            "DATABASE_URL": self.servers.postgres.url(self.name),
            "STUDIO_BROKER_URL": self.broker or f"{self.servers.redis.url}/{self.redis_number}",
            "STUDIO_CACHE_URL": f"{self.servers.redis.url}/{self.redis_number + 1}",
            "STUDIO_EMAIL_URL": "dummymail://",
            "STUDIO_S3_BUCKET": self.name,
            "STUDIO_S3_ENDPOINT": self.servers.s3.url,
            "STUDIO_S3_REGION": "us-east-1",
            "STUDIO_S3_ACCESS_KEY": S3_KEYS[0],
            "STUDIO_S3_SECRET_KEY": S3_KEYS[1],
            "STUDIO_LOG_LEVEL": "WARNING",
        }

    def run(self, *command: str, **variables: str) -> str:
        """What `python COMMAND` prints; its errors fail the test."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)

    def rows(self, sql: str) -> list[tuple]:
        return self.servers.postgres.rows(sql, self.name)

    def logs(self) -> str:
        """The ends of everything its programs wrote."""
        paths = [self.var / "out.log", *sorted(self.var.glob("log/*.log"))]
        return "\n".join(f"{path.name}: {path.read_text()[-1500:]}" for path in paths)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Web, workers and scheduler, once all of them answer."""
        log = self.var / "out.log"
        with log.open("wb") as output:
            studio = subprocess.Popen(
                [sys.executable, "manage.py", "studio_run", "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )
        try:
            until(lambda: "is ready" in log.read_text() or studio.poll() is not None, self.logs)
            assert studio.poll() is None, self.logs()
            yield
        finally:
            studio.terminate()
            studio.wait(timeout=60)

    @contextmanager
    def other_host(self, name: str, queue: str = "cpu") -> Iterator[None]:
        """A worker of `queue` as on a host called `name`: it shares the servers, and the file that
        pictures are signed with, but no folder.
        """
        self.manage("signing", "--verbosity", "0")
        var = self.var.with_name(f"{self.var.name}-{name}")
        var.mkdir()
        signed_with = shutil.copy(self.var / "signing" / "own.pem", var.with_suffix(".pem"))
        own = {"STUDIO_VAR_DIR": str(var), "STUDIO_SIGNING_FILE": str(signed_with)}
        with (self.var / f"{name}.log").open("wb") as output:
            worker = subprocess.Popen(
                [sys.executable, "-m", "tests.scale_out.other_host", name, queue],
                cwd=ROOT,
                env=self.environment | own,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(timeout=60)
        kept = [path.relative_to(var) for path in var.rglob("*") if path.is_file()]
        assert not kept, f"{name} kept {kept}"


def make_install(
    servers: Servers,
    folder: Path,
    name: str,
    *,
    redis_number: int,
    like: str = "template1",
    broker: str = "",
) -> Install:
    """Its database (with the tables of `like`) and its bucket."""
    servers.postgres.create(name, like)
    servers.s3.create(name)
    var = folder / name
    var.mkdir()
    return Install(name, servers, var, redis_number, free_port(), broker)


class Person:
    """A browser behind the proxy that ends HTTPS: keeps cookies, follows no redirects."""

    def __init__(self, install: Install) -> None:
        self.base = f"http://127.0.0.1:{install.port}"
        self.session = requests.Session()

    def get(self, path: str, **headers: str) -> requests.Response:
        return self._send("GET", path, headers)

    def post(self, path: str, data: Any = None, files: Any = None) -> requests.Response:
        token = self.session.cookies.get("csrftoken", "")
        return self._send("POST", path, {"X-CSRFToken": token}, data=data, files=files)

    def opens_a_shop(self) -> None:
        """Signs up and opens the tea shop."""
        assert self.get("/accounts/signup/").status_code == 200
        account = {"email": "seller@example.com", "password1": "correct horse battery"}
        assert self.post("/accounts/signup/", account).status_code == 302
        shop = {"name": "Tea shop", "presets": ["taobao_white"]}
        answer = self.post("/shops/new/", shop)
        assert answer.status_code == 302, answer.text[-2000:]

    def _send(
        self, method: str, path: str, headers: dict[str, str], **body: Any
    ) -> requests.Response:
        # Over plain HTTP the library itself would hold back cookies that are for HTTPS alone.
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        proxied = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}
        return self.session.request(
            method,
            self.base + path,
            headers=proxied | {"Cookie": cookies} | headers,
            allow_redirects=False,
            timeout=30,
            **body,
        )


def until(found: Callable[[], Any], why: Callable[[], str] = str) -> Any:
    """The first true answer; waits for what the studio does by itself."""
    end = time.monotonic() + PATIENCE_S
    while not (answer := found()):
        assert time.monotonic() < end, f"it took too long: {why()}"
        time.sleep(0.1)
    return answer
