"""Pictures a second that are fetched from a host on this machine, and what a claim takes.

    python -m studio.bench.fetching

The host answers after a tenth of a second, as one on the internet might, with a JPEG of about
100 KB. Claims, decoding of heads, files and rows are those of an import, on SQLite.
"""

import io
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from studio.bench.table import table

if TYPE_CHECKING:
    from catalog.models import Import

PICTURES, WAITING = 100, 30_000
ANSWER_S = 0.1
WAYS = ((1, 2, 0.0), (4, 2, 0.0), (4, 4, 0.0), (4, 2, 0.1))  # workers, at once, seconds apart


def main() -> None:
    """Print the table."""
    from studio.bench.__main__ import prepare

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(Path(folder))
        print(section())


def section() -> str:
    """How fast pictures come, by workers and limits, as Markdown. Django must be set up."""
    head = ("workers", "of a host at once", "seconds apart", "pictures a second")
    with host() as address:
        rows = [(*way, PICTURES / seconds_of(address, *way)) for way in WAYS]
    return f"{table(head, rows)}\n\nA claim among {WAITING} waiting pictures: {claim_ms():.0f} ms."


@contextmanager
def host() -> Iterator[str]:
    """A host with one picture at every path."""
    out = io.BytesIO()
    pixels = np.random.default_rng(7).integers(0, 255, (90, 120, 3), np.uint8)
    Image.fromarray(pixels).resize((1200, 900)).save(out, "JPEG", quality=90)

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(ANSWER_S)
            self.send_response(200)
            self.send_header("Content-Length", str(out.tell()))
            self.end_headers()
            self.wfile.write(out.getvalue())

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


def seconds_of(address: str, workers: int, per_host: int, interval_s: float) -> float:
    """How long so many workers take for all pictures."""
    from django.conf import settings
    from django.utils import timezone

    from catalog.services.fetches import fetches_work

    settings.FETCH_ALLOW = [address]
    settings.FETCH_PER_HOST, settings.FETCH_INTERVAL_S = per_host, interval_s
    source = waiting(address, PICTURES)
    threads = [
        threading.Thread(target=fetches_work, kwargs={"until": timezone.now() + timedelta(1)})
        for _ in range(workers)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    while source.fetches.unfinished().exists():
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    for thread in threads:
        thread.join()
    return seconds


def waiting(address: str, count: int) -> "Import":
    """A running import that waits for pictures of one host."""
    from django.utils import timezone

    from catalog.models import Fetch, FetchHost, Import, Shop
    from catalog.models.fetch import address_key

    shop, _ = Shop.objects.get_or_create(name="Bench", slug="bench")
    now = timezone.now()
    source = Import.objects.create(shop=shop, name="bench", status="running", started_at=now)
    FetchHost.objects.get_or_create(host=address)
    addresses = [f"http://{address}/{source.pk}/{number}.jpg" for number in range(count)]
    Fetch.objects.bulk_create(
        Fetch(source=source, number=number, address=one, key=address_key(one), host=address)
        for number, one in enumerate(addresses, 2)
    )
    return source


def claim_ms() -> float:
    """How long the next picture is looked for among very many."""
    from catalog.services.fetch_claims import fetch_claim

    waiting("cdn.invalid", WAITING)
    began = time.perf_counter()
    fetch_claim()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
