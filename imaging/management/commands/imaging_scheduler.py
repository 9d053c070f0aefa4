"""The scheduler process: sweeps the job table and starts what is due. Two at once do no harm."""

import logging
import signal
import threading
import time
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from imaging import services

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sweep the job table every few seconds and send the periodic tasks. Runs until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        sent = dict.fromkeys(settings.IMAGING_PERIODIC_TASKS, 0.0)
        while not stopped.wait(settings.IMAGING_SWEEP_S):
            close_old_connections()
            turn(sent)


def turn(sent: dict[str, float]) -> None:
    """One sweep; an error is logged and the next turn tries again."""
    try:
        services.sweep()
        for name, every_s in settings.IMAGING_PERIODIC_TASKS.items():
            if time.monotonic() - sent[name] >= every_s:
                sent[name] = time.monotonic()
                current_app.send_task(name, queue="catalog", expires=every_s)
    except Exception:
        logger.exception("sweep failed; trying again in %s s", settings.IMAGING_SWEEP_S)
