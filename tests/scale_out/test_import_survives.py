"""PostgreSQL, Redis and the studio's programs die while an import runs; every row ends once."""

import json
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos.imports import is_right
from tests.scale_out.install import Install

pytestmark = pytest.mark.scale_out

ROWS = int(os.environ.get("CHAOS_ROWS", 200))  # 500 for the whole storm


def test_every_row_of_an_import_ends_once_when_database_and_broker_are_killed_too(
    installed, servers
):
    install = installed("importstorm")
    seed = int(os.environ.get("CHAOS_SEED", 0)) or random.randrange(1, 10**6)
    command = ["-m", "tests.chaos.imports", f"--rows={ROWS}", "--kills=4", f"--seed={seed}"]

    with ThreadPoolExecutor(1) as pool:
        driven = pool.submit(install.run, *command)
        while not (driven.done() or has_rows(install)):
            time.sleep(0.2)
        victims = [servers.postgres.process, servers.redis.process] * 2
        chance = random.Random(seed)
        for victim in victims:
            time.sleep(chance.uniform(2, 6))
            victim.kill()
            time.sleep(chance.uniform(0.1, 1.5))
            victim.start()
        report = json.loads(driven.result().splitlines()[-1])

    told = f"CHAOS_SEED={seed}: {report}"
    assert is_right(report, ROWS), told
    assert report["seconds"] < 120, told


def has_rows(install: Install) -> bool:
    return bool(install.rows("SELECT id FROM catalog_importrow LIMIT 1"))
