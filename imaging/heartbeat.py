"""Keeps a running job's lease, hears a cancel, writes progress."""

import threading
import time
from datetime import timedelta
from types import TracebackType

from django.conf import settings
from django.db import connection
from django.utils import timezone

from imaging.models import Job

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
        self.job.held().update(step=step, progress=fraction)
        self._listen()

    def _beat(self) -> None:
        try:
            while not self.stopped.wait(settings.IMAGING_LEASE_S / 4):
                until = timezone.now() + timedelta(seconds=settings.IMAGING_LEASE_S)
                self.job.held().update(lease_until=until)
                self._listen()
        finally:
            connection.close()

    def _listen(self) -> None:
        asked = self.job.held().values_list("cancel_requested", flat=True).first()
        if asked is None:
            self.lost.set()
        elif asked:
            self.cancelled.set()
