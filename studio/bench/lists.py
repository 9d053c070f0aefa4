"""Milliseconds and queries of every list, search and filter of a shop with many products.

    python -m studio.bench.lists --rows 100000                    (DATABASE_URL for PostgreSQL)

Pages are asked for over Django's test client with all middleware, every request on a database
connection of its own, as the web process has them. A second shop of 1,000 products lies beside.
`--clients 4`: as many processes ask for the same pages at once. `--folder`: what was built is kept.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from studio.bench.near import set_up, settle
from studio.bench.table import table

TIMES = 20
SLOWEST_MS, MOST_QUERIES = 120, 12  # what is expected of every page
SLUG, SMALL = "large", 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", default="", help="pages whose names hold this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["STUDIO_LOG_LEVEL"] = "CRITICAL"  # the cache of rate limits is not there
        set_up(str(asked.folder or folder))
        build(asked.rows)
        others = [busy(asked.only) for _ in range(asked.clients - 1)]
        try:
            print(section(asked.rows, asked.only), flush=True)
        finally:
            for one in others:
                one.terminate()


def busy(only: str) -> "subprocess.Popen[bytes]":
    """One more client, which asks for the same pages until it is ended."""
    again = f"from studio.bench.lists import for_ever; for_ever({only!r})"
    return subprocess.Popen([sys.executable, "-c", again])


def for_ever(only: str) -> None:
    import django

    django.setup()
    asks = [ask for name, ask in pages() if only in name]
    while True:
        for ask in asks:
            milliseconds(ask)


def apart() -> str:
    """The tables of a process and a folder of its own: SQLite's, and PostgreSQL's where it is."""
    servers = import_module("tests.scale_out.servers")
    tables = [run_apart({})]
    if servers.postgres_programs():
        with tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as folder:
            Path(folder).chmod(0o711)  # PostgreSQL runs as somebody else
            with servers.postgres(Path(folder) / "server") as server:
                tables.append(run_apart({"DATABASE_URL": server.create("large")}))
    return "\n\n".join(tables)


def run_apart(environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "studio.bench.lists"]
    environment = os.environ | environment
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def section(rows: int, only: str = "") -> str:
    """A table of all pages; Django must be set up and the shops built."""
    from django.db import connection

    lines = [(name, *measured(ask)) for name, ask in pages() if only in name]
    head = ("page", "queries", "processor ms", "p50 ms", "p95 ms", "as expected")
    load = f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    return f"{connection.vendor}, {rows:,} products, {load}\n\n{table(head, lines)}"


def build(rows: int) -> None:
    """The shops, unless the folder holds them."""
    from catalog.models import Shop, User
    from catalog.services.shops import shop_create
    from studio.bench.large_import import import_many, reviews
    from studio.bench.large_shop import fill

    if Shop.objects.filter(slug=SLUG).exists():
        return
    seller = User.objects.create_user("seller@example.com", "pw")
    moderator = User.objects.create_user("moderator@example.com", "pw", is_moderator=True)
    for slug, count in (("small", SMALL), (SLUG, rows)):
        fill(shop_create(name=slug, slug=slug, owner=seller), count)
    large = Shop.objects.get(slug=SLUG)
    import_many(large, seller, rows)
    reviews(large, seller, moderator)
    settle()


Ask = Callable[[], Any]


def pages() -> Iterator[tuple[str, Ask]]:
    """Every page by name, and what asks for it."""
    from django.test import Client

    from catalog.models import Shop, User

    shop = Shop.objects.get(slug=SLUG)
    browsers = {}
    for name in ("seller", "moderator"):
        browsers[name] = Client(SERVER_NAME="localhost")
        browsers[name].force_login(User.objects.get(email=f"{name}@example.com"))
    token = api_token(shop)
    for name, address in addresses(shop):
        if address.startswith("/api/"):
            client, headers = Client(SERVER_NAME="localhost"), {"authorization": token}
        else:
            person = "moderator" if address.startswith("/review/") else "seller"
            client, headers = browsers[person], {}
        yield name, lambda c=client, a=address, h=headers: c.get(a, headers=h)  # type: ignore[misc]


def api_token(shop: Any) -> str:
    from catalog.services.tokens import token_create

    owner = shop.memberships.get().user
    return f"Bearer {token_create(shop=shop, name='bench', by=owner)[1]}"


def addresses(shop: Any) -> Iterator[tuple[str, str]]:
    yield from of_products(shop)
    yield from of_filters(shop)
    yield from of_the_api(shop)
    yield from beside(shop)
    yield "a small shop: list", "/s/small/products/"
    yield "a small shop: search", "/s/small/products/?q=cotton"


def of_products(shop: Any) -> Iterator[tuple[str, str]]:
    page = f"/s/{shop.slug}/products/"
    last = shop.products.filter(archived_at=None).count() // 24
    sku = shop.products.filter(archived_at=None)[shop.products.count() // 2].variants.first().sku
    yield "list", page
    yield "list, a middle page", f"{page}?page={last // 2}"
    yield "list, the last page", f"{page}?page={last}"
    yield "list, archived", f"{page}?show=archived"
    for name, words in {
        "a common word": "cotton",
        "a seldom word": "thirty",
        "a rare word": "lampshade",
        "a part of a word": "ampshad",
        "two letters": "co",
        "three words": "leather boots winter",
        "a common Chinese word": "纯棉",
        "a rare Chinese word": "灯罩",
        "one Chinese character": "裙",
        "three Chinese words": "羊毛 大衣 手工",
        "a SKU": sku,
        "part of a SKU": sku.removesuffix("-0"),
        "what nothing has": "zyxwv",
        "Chinese that nothing has": "龙舟",
    }.items():
        yield f"search: {name}", f"{page}?q={words}"
    yield "search: a common word, a middle page", f"{page}?q=cotton&page=300"
    yield "a new product", f"{page}new/"


def of_filters(shop: Any) -> Iterator[tuple[str, str]]:
    from catalog.models import ProductAttribute
    from catalog.selectors.attribute_filters import FILTERED

    page = f"/s/{shop.slug}/products/"
    some = {
        name: ProductAttribute.objects.filter(shop=shop, name=name).values("value").first()
        for name in FILTERED
    }
    chosen = {name: found["value"] for name, found in some.items() if found}
    for name, value in chosen.items():
        yield f"filter: {name}", f"{page}?attribute_{name}={value}"
    two = "&".join(f"attribute_{name}={chosen[name]}" for name in ("colour", "category"))
    yield "filter: to be confirmed", f"{page}?attribute_open=1"
    yield "filter: a middle page", f"{page}?attribute_colour={chosen['colour']}&page=200"
    yield "two filters", f"{page}?{two}"
    yield "two filters and a common word", f"{page}?{two}&q=cotton"
    yield "two filters and a rare word", f"{page}?{two}&q=灯罩"
    yield "counts of filters", f"{page}filters/"
    yield "counts, two filters", f"{page}filters/?{two}"
    yield "counts, a common word", f"{page}filters/?q=cotton"
    yield "counts, a Chinese word", f"{page}filters/?q=纯棉"
    yield "counts, two filters and a word", f"{page}filters/?{two}&q=cotton"


def of_the_api(shop: Any) -> Iterator[tuple[str, str]]:
    page = "/api/v1/products/"
    middle = shop.products.order_by("-created_at", "-pk")[shop.products.count() // 2]
    yield "API: products", page
    yield "API: products, a deep cursor", f"{page}?cursor={cursor(middle.created_at)}"
    yield "API: search, a common word", f"{page}?q=cotton"
    yield "API: search, a Chinese word", f"{page}?q=灯罩"
    yield "API: a category", f"{page}?category=Group+7"
    yield "API: an attribute", f"{page}?attribute_colour=blue"
    yield "API: renditions", "/api/v1/renditions/"
    yield "API: renditions, ready", "/api/v1/renditions/?status=done"
    yield "API: renditions, failed", "/api/v1/renditions/?status=failed"
    yield "API: renditions, approved", "/api/v1/renditions/?review=approved"
    yield "API: renditions, draft", "/api/v1/renditions/?review=draft"
    yield "API: renditions, of a channel", "/api/v1/renditions/?preset=amazon_main"
    yield "API: jobs", "/api/v1/jobs/"
    yield "API: jobs, failed", "/api/v1/jobs/?status=failed"


def cursor(position: Any) -> str:
    from base64 import b64encode
    from urllib.parse import quote, urlencode

    return quote(b64encode(urlencode({"p": str(position)}).encode()).decode())


def beside(shop: Any) -> Iterator[tuple[str, str]]:
    source = shop.imports.latest("created_at")
    yield "imports", f"/s/{shop.slug}/imports/"
    yield "an import", source.get_absolute_url()
    yield "an import's progress", f"{source.get_absolute_url()}progress/"
    yield "a new import", f"/s/{shop.slug}/imports/new/"
    yield "decisions", f"/s/{shop.slug}/decisions/"
    yield "desk: the queue", "/review/"
    yield "desk: the log", "/review/log/"
    yield "desk: the log of a shop", "/review/log/?words=large"


def measured(ask: Ask) -> tuple[Any, ...]:
    """Queries, processor time of this process, p50 and p95, and whether that is as expected."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        status = ask().status_code
    count = len(queries)
    began = time.process_time()
    times = [milliseconds(ask) for _ in range(TIMES)]
    processor = (time.process_time() - began) * 1_000 / TIMES
    p50, p95 = np.percentile(times, (50, 95)).tolist()
    held = p95 < SLOWEST_MS and count <= MOST_QUERIES and status == 200
    return count, processor, p50, p95, "yes" if held else "NO"


def milliseconds(ask: Ask) -> float:
    from django.db import connection

    connection.close()  # a request begins without one
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1_000


if __name__ == "__main__":
    main()
