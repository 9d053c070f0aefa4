"""Milliseconds to find nearly the same pictures among many, and whether any was missed.

    python -m studio.bench.near --rows 100000 1000000        (DATABASE_URL for PostgreSQL)

Hashes are generated: half of the 64 bits set, as the median makes them; a third of the rows lie in
1,000 crowds, as pictures of one template do, up to 16 bits from their middle. Half of the look-ups
are for a stored row with up to 7 bits changed, half for a picture that nobody stored. Rows name no
real renditions, so the database is a new one that is thrown away.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.bench.table import table

U64 = NDArray[np.uint64]
CROWDS, CROWDED, CROWD_APART = 1_000, 1 / 3, 16
LOOK_UPS = 400
AT_ONCE = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    sizes = sorted(parser.parse_args().rows)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        set_up(folder)
        print(section(sizes))


def set_up(folder: str) -> None:
    os.environ["STUDIO_VAR_DIR"] = folder
    os.environ["STUDIO_BROKER_URL"] = "memory://"  # nobody is to be woken
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
    import django

    django.setup()


def section(sizes: Sequence[int]) -> str:
    from django.db import connection

    generator = np.random.default_rng(1)
    middles = hashes(generator, CROWDS)
    rows, stored = [], np.empty(0, np.uint64)
    for size in sizes:
        with loading():
            for count in batches(size - len(stored)):
                new = crowded(generator, middles, count)
                store(new, first=len(stored))
                stored = np.concatenate([stored, new])
        settle()
        rows.append((f"{size:,}", *measured(generator, stored)))
        print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)
    head = ("rows", "p50 ms", "p95 ms", "max ms", "rows read, mean", "missed of those near")
    return f"{connection.vendor}\n\n{table(head, rows)}"


def batches(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, AT_ONCE)
        count -= AT_ONCE


def hashes(generator: np.random.Generator, count: int) -> U64:
    """`count` hashes (count,) uint64 with half of their bits set."""
    order = np.argsort(generator.random((count, 64)), axis=1) < 32
    return np.packbits(order, axis=1).view(">u8").astype(np.uint64).ravel()


def changed(generator: np.random.Generator, bits: U64, most: int) -> U64:
    """`bits` (n,) with up to `most` of each one's bits turned over."""
    times = generator.integers(0, most + 1, len(bits))
    turned = np.argsort(generator.random((len(bits), 64)), axis=1) < times[:, None]
    return bits ^ np.packbits(turned, axis=1).view(">u8").astype(np.uint64).ravel()


def crowded(generator: np.random.Generator, middles: U64, count: int) -> U64:
    """New hashes, CROWDED of them near one of `middles`."""
    new = hashes(generator, count)
    crowd = generator.random(count) < CROWDED
    near = generator.choice(middles, int(crowd.sum()))
    new[crowd] = changed(generator, near, CROWD_APART)
    return new


@contextmanager
def loading() -> Iterator[None]:
    """Without indexes, and without foreign keys being checked: the rows name nothing."""
    from django.db import connection

    from catalog.models import PictureHash

    off, on = {
        "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
        "postgresql": (
            "SET session_replication_role = replica",
            "SET session_replication_role = DEFAULT",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(off)
        for index in PictureHash._meta.indexes:
            cursor.execute(f"DROP INDEX {index.name}")
        yield
        for index in PictureHash._meta.indexes:
            columns = ", ".join(index.fields)
            cursor.execute(f"CREATE INDEX {index.name} ON catalog_picturehash ({columns})")
        cursor.execute(on)


def store(new: U64, *, first: int) -> None:
    """Rows for `new`, of a thousand shops; the bands as catalog.risk.hashes cuts them."""
    from django.db import connection

    from catalog.models.picture_hash import BANDS

    cut = np.zeros((len(BANDS), len(new)), np.uint64)
    for place in range(64):
        bit = new >> np.uint64(place) & np.uint64(1)
        cut[place % len(BANDS)] |= bit << np.uint64(place // len(BANDS))
    numbers = range(first + 1, first + len(new) + 1)
    columns = [numbers, [at % 1_000 for at in numbers], new.view(np.int64).tolist(), *cut.tolist()]
    names = ", ".join(("rendition_id", "shop_id", "bits", *BANDS))
    marks = ", ".join(["%s"] * len(columns))
    statement = (
        f"INSERT INTO catalog_picturehash (kind, created_at, {names}) "
        f"VALUES ('picture', '2026-01-01', {marks})"
    )
    with connection.cursor() as cursor:
        insert_many(cursor, statement, list(zip(*columns, strict=True)))


def insert_many(cursor: Any, statement: str, rows: list[tuple[int, ...]]) -> None:
    """The rows in as few messages as the database takes."""
    from django.db import connection

    if connection.vendor == "sqlite":
        cursor.executemany(statement, rows)
        return
    from psycopg2.extras import execute_values

    head, values = statement.split("VALUES ")
    execute_values(cursor.cursor, f"{head} VALUES %s", rows, template=values, page_size=10_000)


def settle() -> None:
    """What a database does by itself in time: statistics, and pages that indexes may vouch for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def measured(generator: np.random.Generator, stored: U64) -> tuple[Any, ...]:
    """Times in ms, rows read, and near rows that were missed against a look at every row."""
    from catalog.models import PictureHash

    known = changed(generator, generator.choice(stored, LOOK_UPS // 2), 7)
    asked = generator.permutation(np.concatenate([known, hashes(generator, LOOK_UPS // 2)]))
    PictureHash.objects.near(int(asked[0]))  # the first one opens the connection
    times, missed, near = [], 0, 0
    for bits in asked:
        started = time.perf_counter()
        found = PictureHash.objects.near(int(bits))
        times.append((time.perf_counter() - started) * 1_000)
        truly = int((np.bitwise_count(stored ^ bits) <= 7).sum())
        missed, near = missed + truly - len(found), near + truly
    p50, p95 = np.percentile(times, (50, 95))
    read = np.mean([rows_read(int(bits)) for bits in asked[:40]])
    return float(p50), float(p95), max(times), round(float(read)), f"{missed} of {near:,}"


def rows_read(bits: int) -> int:
    """How many rows the look-up compares."""
    from catalog.models import PictureHash
    from catalog.models.picture_hash import BANDS
    from catalog.risk.hashes import bands, neighbours

    pairs = zip(BANDS, bands(bits), strict=True)
    return sum(
        PictureHash.objects.filter(**{f"{name}__in": neighbours(band)}).count()
        for name, band in pairs
    )


if __name__ == "__main__":
    main()
