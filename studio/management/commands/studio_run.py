"""manage.py studio_run: web, workers, scheduler and the embedded Valkey, until Ctrl-C."""

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from studio.demo.shop import LOGINS
from studio.processes import CannotRun, environment, only_one, programs
from studio.supervisor import StartFailed, Supervisor


class Command(BaseCommand):
    help = "Run the whole studio on this machine; prints its address once everything answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lan", action="store_true", help="let phones on this network in")
        parser.add_argument("--port", type=int, default=int(os.environ.get("STUDIO_PORT", 8000)))

    def handle(self, *args: Any, lan: bool, port: int, **options: Any) -> None:
        host, name = ("0.0.0.0", lan_address()) if lan else ("127.0.0.1", "localhost")
        port_must_be_free(host, port)
        database_must_be_current()
        variables = environment(name=name, port=port)
        try:
            with only_one():
                supervisor = Supervisor(
                    programs(host=host, port=port), settings.VAR_DIR / "log", variables, self.say
                )
                supervisor.stop_on_signals()
                self.say("starting …")
                supervisor.run(lambda: self.greet(variables["STUDIO_URL"]))
        except (CannotRun, StartFailed) as error:
            raise CommandError(str(error)) from error
        self.say("stopped")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def greet(self, url: str) -> None:
        """The address, and the demo's logins where there is a demo."""
        logins = f"\n{LOGINS.read_text()}" if LOGINS.exists() else ""
        self.say(f"\n  The studio is ready: {url}\n{logins}\n  Ctrl-C stops it.\n\n")


def database_must_be_current() -> None:
    """After an upgrade, before the first page would fail. Raises CommandError."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database is new or of an earlier version: run `make setup` or `manage.py migrate`;"
            " an earlier one is backed up first with manage.py studio_backup."
        )


def lan_address() -> str:
    """This machine's address towards the network. Nothing is sent: a UDP socket only routes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1, never a real host
        except OSError as error:
            raise CommandError("This machine is on no network: run without --lan.") from error
        return str(probe.getsockname()[0])


def port_must_be_free(host: str, port: int) -> None:
    """Say so before anything starts. Raises CommandError."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            another = f"STUDIO_PORT={port + 1}"
            raise CommandError(f"Port {port} cannot be used ({error}); try {another}.") from error
