"""The queue of record and what surrounds it."""

from imaging.models.job import Job
from imaging.models.outbox import OutboxEntry
from imaging.models.step_result import StepResult
from imaging.models.turn import Turn
from imaging.models.worker import Worker

__all__ = ["Job", "OutboxEntry", "StepResult", "Turn", "Worker"]
