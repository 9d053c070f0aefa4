"""Keeps a running job's lease, hears a cancel, writes progress."""

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from imaging.models import Job

logger = logging.getLogger(__name__)

PROGRESS_EVERY_S = 0.3


class LeaseLost(Exception):
    """Another worker may have the job: stop, and write nothing."""


class Heartbeat:
    """A thread that extends the lease of one attempt while the work goes on.

    The work asks `is_cancelled` at every step; a lost lease raises LeaseLost there.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.cancelled = threading.Event()
        self.lost = threading.Event()
        self.stopped = threading.Event()
        self.written_at = 0.0
        self.thread = threading.Thread(target=self._beat, daemon=True, name=f"lease-{job.pk}")

    def __enter__(self) -> "Heartbeat":
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self.thread.join()

    def is_cancelled(self) -> bool:
        """Whether the seller asked to stop. Raises LeaseLost when the attempt is no longer ours."""
        if self.lost.is_set():
            raise LeaseLost
        return self.cancelled.is_set()

    def progress(self, step: int, fraction: float) -> None:
        """Store how far the job is, at most a few times a second, and hear a cancel."""
        now = time.monotonic()
        if now - self.written_at < PROGRESS_EVERY_S and self.job.step == step:
            return
        self.written_at, self.job.step = now, step
        self._tell(step=step, progress=fraction)

    def _beat(self) -> None:
        try:
            while not self.stopped.wait(settings.IMAGING_LEASE_S / 4):
                until = timezone.now() + timedelta(seconds=settings.IMAGING_LEASE_S)
                self._tell(lease_until=until)
        finally:
            connection.close()

    def _tell(self, **fields: Any) -> None:
        """Write to the job and hear what was asked of it.

        A database that is away for a moment ends neither the thread nor the work: the next beat
        tries again, and whether the lease was lost meanwhile is seen then, at the latest by the
        write of the result.
        """
        try:
            self.job.held().update(**fields)
            self._listen()
        except DatabaseError as error:
            logger.warning("job %s: not written, trying again: %s", self.job.pk, error)
            close_old_connections()  # a broken one is opened anew

    def _listen(self) -> None:
        asked = self.job.held().values_list("cancel_requested", flat=True).first()
        if asked is None:
            self.lost.set()
        elif asked:
            self.cancelled.set()
