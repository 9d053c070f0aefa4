"""Live progress: server-sent events, and the same as JSON for who cannot have them."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalog.models import Shop
from catalog.selectors.renditions import MOST_WATCHED, jobs_watched
from catalog.views.access import viewer
from imaging import reader
from imaging.models import Job
from imaging.selectors import jobs_progress

LOOK_EVERY_S = 0.5
LOOK_FIRST_S = 0.1  # while a person has just asked: the first picture may be there in an instant
FIRST_LASTS_S = 3
HEARTBEAT_S = 15
LASTS_S = 300  # then the browser connects again by itself


@require_safe
@viewer
def job_poll(request: HttpRequest, shop: Shop) -> JsonResponse:
    """Progress of the jobs `ids`, once. 404 for jobs that are not this shop's."""
    return JsonResponse({"jobs": progress_of(shop, ids_of(request))})


@require_safe
@viewer
def job_events(request: HttpRequest, shop: Shop) -> StreamingHttpResponse:
    """Progress of the jobs `ids` as it changes, until all have ended or LASTS_S are over."""
    ids = ids_of(request)
    progress_of(shop, ids)  # refuses strangers before the stream begins
    response = StreamingHttpResponse(
        events(shop, ids, reader.language()), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a buffering proxy would hold progress back
    return response


async def events(shop: Shop, ids: list[uuid.UUID], language: str) -> AsyncIterator[str]:
    """Messages of the stream: the state now, then each change, a comment when nothing moves."""
    read = sync_to_async(read_apart)
    started = spoke = time.monotonic()
    told: list[dict[str, Any]] = []
    while time.monotonic() - started < LASTS_S:
        jobs = await read(shop, ids, language)
        if jobs != told:
            told, spoke = jobs, time.monotonic()
            yield f"data: {json.dumps({'jobs': jobs})}\n\n"
        elif time.monotonic() - spoke > HEARTBEAT_S:
            spoke = time.monotonic()
            yield ": still here\n\n"
        if all(job["status"] not in Job.UNFINISHED for job in jobs):
            return
        is_young = time.monotonic() - started < FIRST_LASTS_S
        await asyncio.sleep(min(LOOK_FIRST_S, LOOK_EVERY_S) if is_young else LOOK_EVERY_S)


def read_apart(shop: Shop, ids: list[uuid.UUID], language: str) -> list[dict[str, Any]]:
    """`progress_of` in the reader's language, holding no database connection between looks."""
    with override(language):
        jobs = progress_of(shop, ids)
    if not connection.in_atomic_block:
        connection.close()
    return jobs


def progress_of(shop: Shop, ids: list[uuid.UUID]) -> list[dict[str, Any]]:
    """What the page shows of each job, in the order of `ids`. Raises Http404."""
    found = jobs_watched(shop=shop, job_ids=ids)
    shown = jobs_progress([found[job_id][0] for job_id in ids])
    return [
        job | {"url": reverse("catalog:rendition_detail", args=[shop.slug, found[job_id][1].pk])}
        for job_id, job in zip(ids, shown, strict=True)
    ]


def ids_of(request: HttpRequest) -> list[uuid.UUID]:
    """The job ids a page asks for. Raises Http404 for none, too many, or no ids at all."""
    try:
        ids = [uuid.UUID(part) for part in request.GET.get("ids", "").split(",")]
    except ValueError as error:
        raise Http404 from error
    if len(ids) > MOST_WATCHED:
        raise Http404
    return list(dict.fromkeys(ids))
