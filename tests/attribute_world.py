"""Photos whose attributes were read: finished jobs with facts by hand, told to the catalog."""

from typing import Any

from catalog.models import Photo
from catalog.services.outbox import consume_finished_job
from imaging.models import Job, OutboxEntry
from imaging.recipes import TAGS
from tests.factories import make_job

BOX = [0.25, 0.1, 0.5, 0.8]


def told(value: str | None, confidence: float = 0.9, **said: Any) -> dict[str, Any]:
    """An attribute as engines tell it: seen in the middle of the photo."""
    evidence = said.pop("evidence", {"box": BOX})
    said = {"source": "photo", "model": "heads-1", **said}
    return {"value": value, "confidence": confidence, "evidence": evidence, **said}


def job_of(photo: Photo, /, **attributes: dict[str, Any]) -> Job:
    """A finished job that read `attributes` in `photo`, not yet consumed."""
    inputs = {"photo": {"file": photo.file, "sha256": photo.sha256}}
    facts = {"attributes": attributes}
    job = make_job(
        photo.shop.tenant, status=Job.Status.DONE, recipe=TAGS, outputs={}, inputs=inputs,
        facts=facts,
    )  # fmt: skip
    OutboxEntry.objects.create(job=job)
    photo.tags_job = job
    photo.save(update_fields=["tags_job"])
    return job


def read(photo: Photo, /, **attributes: dict[str, Any]) -> Job:
    """The same, consumed."""
    job = job_of(photo, **attributes)
    assert consume_finished_job(job.pk)
    return job
