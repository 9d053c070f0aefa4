"""Watching jobs: server-sent events and the polling fallback."""

import json
import uuid
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse
from django.utils import timezone

from catalog.views import jobs as views
from imaging.models import Job
from tests.factories import make_job, make_photo, make_product, make_rendition

STEPS = [{"engine": "cutout", "params": {}}, {"engine": "place", "params": {}}]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(views, "LOOK_EVERY_S", 0.01)


def poll(client, shop, *ids):
    return client.get(
        reverse("catalog:job_poll", args=[shop.slug]), {"ids": ",".join(map(str, ids))}
    )


def listen(client, shop, *ids):
    url = reverse("catalog:job_events", args=[shop.slug])
    return client.get(url, {"ids": ",".join(map(str, ids))})


def heard(response, limit=50):
    """What the stream says, up to `limit` parts."""

    async def read():
        parts = []
        async for part in response.streaming_content:
            parts.append(part.decode())
            if len(parts) == limit:
                break
        return parts

    return async_to_sync(read)()


def messages(parts):
    return [json.loads(part.removeprefix("data: ")) for part in parts if part.startswith("data: ")]


def running(shop, **fields):
    now = timezone.now()
    return make_job(
        shop.tenant,
        steps=STEPS,
        status=Job.Status.RUNNING,
        attempt=uuid.uuid4(),
        lease_until=now + timedelta(minutes=1),
        started_at=now,
        **fields,
    )


def test_polling_tells_step_progress_remaining_time_and_address(client_of, viewer, shop, photo):
    quick = make_job(shop.tenant, status=Job.Status.DONE, recipe="main-image")
    ended = timezone.now()
    Job.objects.filter(pk=quick.pk).update(
        started_at=ended - timedelta(seconds=8), finished_at=ended
    )
    rendition = make_rendition(photo, job=running(shop, step=1, progress=0.75))

    [job] = poll(client_of(viewer), shop, rendition.job_id).json()["jobs"]

    assert job == {
        "id": str(rendition.job_id),
        "status": "running",
        "progress": 0.75,
        "step_label": "Placing",
        "remaining_s": 2.0,
        "error": "",
        "url": rendition.get_absolute_url(),
    }


def test_a_waiting_job_names_no_step(client_of, viewer, shop, photo):
    rendition = make_rendition(photo, job=make_job(shop.tenant, steps=STEPS))

    [job] = poll(client_of(viewer), shop, rendition.job_id).json()["jobs"]

    assert (job["status"], job["step_label"]) == ("queued", "")


def test_the_reason_of_a_failure_is_told_in_the_readers_language(client_of, viewer, shop, photo):
    job = make_job(shop.tenant, status=Job.Status.FAILED, error_code="no_product", steps=STEPS)
    make_rendition(photo, job=job)
    client = client_of(viewer)
    client.cookies["django_language"] = "zh-hans"

    polled = poll(client, shop, job.pk).json()["jobs"][0]
    [streamed] = messages(heard(listen(client, shop, job.pk)))

    assert polled["error"].startswith("没有在照片中找到商品")
    assert streamed["jobs"] == [polled]


def test_the_stream_tells_changes_only_and_ends_with_the_last_job(client_of, viewer, shop, photo):
    job = running(shop, step=0, progress=0.1)
    make_rendition(photo, job=job)
    response = listen(client_of(viewer), shop, job.pk)

    async def read_while_it_moves():
        from asgiref.sync import sync_to_async

        parts = []
        async for part in response.streaming_content:
            parts.append(part.decode())
            change = {"step": 1, "progress": 0.6}
            if len(parts) == 2:
                change = {"status": "done", "lease_until": None, "finished_at": timezone.now()}
            await sync_to_async(Job.objects.filter(pk=job.pk).update)(**change)
        return parts

    told = messages(async_to_sync(read_while_it_moves)())

    assert response["Content-Type"] == "text/event-stream"
    assert response["Cache-Control"] == "no-store"
    states = [(one["jobs"][0]["status"], one["jobs"][0]["step_label"]) for one in told]
    assert states[0] == ("running", "Finding the product")
    assert states[1] == ("running", "Placing")
    assert states[2][0] == "done"
    assert len(states) == 3


def test_a_quiet_stream_breathes_and_ends_after_a_while(
    client_of, viewer, shop, photo, monkeypatch
):
    monkeypatch.setattr(views, "HEARTBEAT_S", 0.02)
    monkeypatch.setattr(views, "LASTS_S", 0.3)
    rendition = make_rendition(photo, job=running(shop))

    parts = heard(listen(client_of(viewer), shop, rendition.job_id))

    assert parts[0].startswith("data: ")
    assert ": still here\n\n" in parts[1:]
    assert len(messages(parts)) == 1


@pytest.mark.parametrize("ask", [poll, listen])
def test_strangers_and_other_shops_jobs_are_not_there(ask, client_of, owner, stranger, shop, photo):
    rendition = make_rendition(photo, job=running(shop))
    elsewhere = stranger.memberships.get().shop
    foreign = make_rendition(make_photo(make_product(elsewhere)), job=running(elsewhere))
    no_rendition = running(shop)

    assert ask(client_of(owner), shop, rendition.job_id).status_code == 200
    assert ask(client_of(stranger), shop, rendition.job_id).status_code == 404
    assert ask(client_of(stranger), elsewhere, rendition.job_id).status_code == 404
    assert ask(client_of(owner), shop, rendition.job_id, foreign.job_id).status_code == 404
    assert ask(client_of(owner), shop, no_rendition.pk).status_code == 404


@pytest.mark.parametrize(
    "ids", ["", "nonsense", ",".join(str(uuid.UUID(int=n)) for n in range(101))]
)
def test_what_are_no_ids_is_not_found(client_of, owner, shop, ids):
    assert poll(client_of(owner), shop, ids).status_code == 404
