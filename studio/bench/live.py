"""A studio of its own, started for the measurement: uploads, wake-ups, main images, memory."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from studio.bench.table import spread, table

UPLOADS, WAKES, MAIN_IMAGES = 8, 30, 6
READY_S = 120


def section(photos: list[bytes], *, models: Path) -> str:
    """Everything measured on a running studio, as Markdown. Django must be set up on its folder."""
    if not photos:
        return "not measured (no pictures in --data)"
    with running(models) as (address, supervisor):
        seller = Seller(address)
        uploads = [seller.upload(data) for data in photos[:UPLOADS]]
        seller.make_main_image(seller.photos[0])  # the worker loads its model here, once
        waits = [wake_up_s() for _ in range(WAKES)]
        made = [seller.make_main_image(photo) for photo in seller.photos[1 : MAIN_IMAGES + 1]]
        memory = memory_mb(supervisor)
    return "\n\n".join([times(uploads, waits, made), memory_table(memory)])


def times(uploads: list[float], waits: list[float], made: list[dict[str, float]]) -> str:
    rows = [
        ("upload of a 12 MP JPEG to its thumbnail downloaded", *spread(uploads)),
        ("job asked for to worker started (idle worker)", *spread(waits)),
        ("main image, click to picture downloaded", *spread([one["total"] for one in made])),
        ("… of which the engines' own time", *spread([one["steps"] for one in made])),
    ]
    return table(("seconds", "min", "median", "max"), rows)


def memory_table(memory: dict[str, float]) -> str:
    rows = [(name, round(size)) for name, size in memory.items()]
    return table(("process", "MB (proportional set size)"), rows)


@contextmanager
def running(models: Path) -> Iterator[tuple[str, int]]:
    """The address and supervisor pid of a studio on the folder that settings name."""
    port = free_port()
    command = [sys.executable, "manage.py", "studio_run", "--port", str(port)]
    environment = os.environ | {"STUDIO_MODELS_DIR": str(models)}
    studio = subprocess.Popen(command, stdout=sys.stderr, env=environment, start_new_session=True)
    try:
        yield until_ready(studio, port), studio.pid
    finally:
        studio.send_signal(signal.SIGTERM)
        studio.wait(timeout=60)


def until_ready(studio: "subprocess.Popen[bytes]", port: int) -> str:
    from studio.processes import health_answers

    until = time.monotonic() + READY_S
    while time.monotonic() < until and studio.poll() is None:
        if health_answers(port):
            return f"http://localhost:{port}"
        time.sleep(0.2)
    raise RuntimeError("the studio for the measurement did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Seller:
    """The owner of a new shop with one product, at a browser."""

    def __init__(self, address: str) -> None:
        from catalog.models import User
        from catalog.services.products import product_create
        from catalog.services.shops import shop_create

        self.address = address
        owner = User.objects.create_user("bench@example.com", "bench")
        self.shop = shop_create(name="Bench", owner=owner, slug="bench")
        self.product = product_create(shop=self.shop, title="Bench product")
        self.browser = requests.Session()
        self.browser.cookies.set("sessionid", session_of(owner), domain="localhost.local")
        page = self.browser.get(f"{address}/", timeout=30)
        page.raise_for_status()
        self.photos: list[int] = []

    def post(self, name: str, *args: Any, **sent: Any) -> requests.Response:
        from django.urls import reverse

        token = str(self.browser.cookies.get("csrftoken"))
        headers = {"X-CSRFToken": token, "Accept": "application/json", "Referer": self.address}
        url = self.address + reverse(f"catalog:{name}", args=[self.shop.slug, *args])
        answer = self.browser.post(url, headers=headers, timeout=120, **sent)
        answer.raise_for_status()
        return answer

    def upload(self, data: bytes) -> float:
        """Seconds from sending a photo to having its thumbnail."""
        started = time.perf_counter()
        answer = self.post("photo_upload", self.product.pk, files={"photo": ("p.jpg", data)}).json()
        self.browser.get(self.address + answer["thumbnail"], timeout=30).raise_for_status()
        self.photos.append(answer["id"])
        return time.perf_counter() - started

    def make_main_image(self, photo: int) -> dict[str, float]:
        """Seconds from the click to the picture, and the seconds its steps took."""
        from django.urls import reverse

        from catalog.models import Rendition

        started = time.perf_counter()
        asked = {"photos": photo, "recipe": "main-image", "presets": "amazon_main"}
        self.post("rendition_create", self.product.pk, data=asked)
        rendition = Rendition.objects.filter(photo_id=photo).latest("pk")
        until_done(rendition)
        name, args = "catalog:rendition_file", [self.shop.slug, rendition.pk, "picture"]
        self.browser.get(self.address + reverse(name, args=args), timeout=30).raise_for_status()
        total = time.perf_counter() - started
        return {"total": total, "steps": sum(note["seconds"] for note in rendition.job.report)}


def session_of(user: Any) -> str:
    """A signed-in session's key: signing in is not what is measured."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def until_done(rendition: Any) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        rendition.job.refresh_from_db()
        if rendition.job.is_ended:
            break
        time.sleep(0.02)
    if rendition.job.status != "done":
        raise RuntimeError(f"main image ended {rendition.job.status}: {rendition.job.error_code}")


def wake_up_s() -> float:
    """Seconds from asking for a job to a worker having claimed it. The job fails at once."""
    from imaging.models import Job
    from imaging.recipe import Recipe, Step
    from imaging.services import job_create

    recipe = Recipe(key="wake-up", steps=(Step(engine="decontaminate"),))
    missing = {"photo": {"file": "photos/none", "sha256": ""}}
    job = job_create(tenant="bench", recipe=recipe, inputs=missing)
    while not job.is_ended:
        time.sleep(0.01)
        job = Job.objects.get(pk=job.pk)
    assert job.started_at is not None
    return (job.started_at - job.created_at).total_seconds()


def memory_mb(supervisor: int) -> dict[str, float]:
    """Proportional set size of each program with its children, by name."""
    sizes: dict[str, float] = {}
    for pid in children(supervisor):
        name = program_name(pid)
        sizes[name] = sizes.get(name, 0) + sum(map(pss_mb, [pid, *descendants(pid)]))
    return sizes


def children(pid: int) -> list[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listing.read_text().split()]


def descendants(pid: int) -> list[int]:
    return [one for child in children(pid) for one in (child, *descendants(child))]


def program_name(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    marks = {
        "valkey-server": "broker and cache (Valkey)",
        "uvicorn": "web",
        "--queues cpu": "image worker, model loaded",
        "--queues more": "worker for further variants",
        "--queues later": "worker for finer pictures",
        "--queues fetch": "worker that fetches pictures",
        "--queues catalog": "catalog worker",
        "imaging_scheduler": "scheduler",
    }
    return next(name for mark, name in marks.items() if mark in command)


def pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1000
