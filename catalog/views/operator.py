"""How the machines are doing: queues, workers, failures, disk."""

import shutil
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.views import access
from imaging.disk import has_room
from imaging.errors import MESSAGES
from imaging.models import Job
from imaging.selectors import jobs_failed, queues_overview, workers_overview
from imaging.services import job_retry


@require_safe
@access.operator
def operator(request: HttpRequest) -> HttpResponse:
    """The whole page; it asks for itself again every few seconds and keeps what changed."""
    failed = jobs_failed()
    context = {
        "queues": queues_overview(),
        "workers": workers_overview(),
        "failed": failed,
        "reasons": reasons_of(failed),
        "disk": disk(),
    }
    return render(request, "catalog/operator.html", context)


@require_POST
@access.operator
def operator_retry(request: HttpRequest) -> HttpResponse:
    """Queue one failed job again (`job`), or all that failed for one reason (`code`)."""
    again = sum(job_retry(job=job) for job in jobs_asked(request))
    text = ngettext("%(n)d job was queued again.", "%(n)d jobs were queued again.", again)
    messages.info(request, text % {"n": again} if again else _("There was nothing to retry."))
    return redirect("catalog:operator")


def jobs_asked(request: HttpRequest) -> list[Job]:
    """The failed jobs that the form names."""
    failed = Job.objects.filter(status__in=Job.FAILURES)
    if (code := request.POST.get("code", "")) in MESSAGES:
        return list(failed.filter(error_code=code))
    try:
        return list(failed.filter(pk=uuid.UUID(request.POST.get("job", ""))))
    except ValueError:
        return []


def reasons_of(failed: list[Job]) -> list[dict[str, Any]]:
    """The failures by reason, the most frequent first, each with one of its jobs."""
    groups: dict[str, list[Job]] = {}
    for job in failed:
        groups.setdefault(job.error_code, []).append(job)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [{"code": code, "count": len(jobs), "job": jobs[0]} for code, jobs in ordered]


def disk() -> dict[str, Any] | None:
    """Room where files are stored; None when they are in a bucket."""
    if settings.S3_BUCKET:
        return None
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(root)
    share, low = usage.used / usage.total, not has_room(root)
    return {"free": usage.free, "total": usage.total, "share": share, "low": low}
