"""Where the files of a job's attempts lie: jobs/<tenant>/<job>/<attempt>/<role>.<extension>."""

from django.core.files.storage import default_storage

from imaging.models import Job


def attempt_folder(job: Job, attempt: object) -> str:
    """The folder of one attempt: two attempts never write the same file."""
    return f"jobs/{job.tenant}/{job.pk}/{attempt}"


def attempts_stored(job: Job) -> list[str]:
    """The attempts of `job` that left anything in storage."""
    try:
        return list(default_storage.listdir(f"jobs/{job.tenant}/{job.pk}")[0])
    except FileNotFoundError:
        return []


def attempt_remove(job: Job, attempt: object) -> None:
    """Remove every file of one attempt; nothing happens where there is none."""
    folder = attempt_folder(job, attempt)
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
