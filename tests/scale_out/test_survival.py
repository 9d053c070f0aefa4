"""Several processes on one PostgreSQL: each job once, whatever dies; and a way back."""

import json
import time
from collections import Counter

import pytest

from imaging.presets import load_presets
from tests.scale_out.install import until

pytestmark = pytest.mark.scale_out

CAP = 2


def test_processes_that_race_never_get_one_job_twice_nor_pass_a_shops_cap(installed):
    install = installed("race")
    command = ["-m", "tests.scale_out.racers", "--jobs", "90", "--racers", "4"]

    told = json.loads(install.run(*command, STUDIO_MAX_RUNNING_PER_SHOP=str(CAP)))

    got = [one for race in told["races"] for one in race]
    assert sorted(one["job"] for one in got) == sorted(told["waiting"])
    assert {one["attempts"] for one in got} == {1}
    assert max(one["running"] for one in got) <= CAP
    assert sum(len(race) > 5 for race in told["races"]) >= 2, "nobody raced"


@pytest.mark.parametrize("rules, approved", [("true", 63), ("false", 3)])
def test_who_submits_approves_and_changes_queues_at_once_never_waits_for_ever(
    installed, rules, approved
):
    command = ["-m", "tests.scale_out.submitters", "--pictures", "60", "--racers", "4"]

    told = json.loads(installed(f"submit{approved}").run(*command, STUDIO_RULES_APPROVE=rules))

    assert told["errors"] == []
    assert told["verbs"] == {"submitted": 63, "approved": approved}  # three were approved before
    assert told["misrouted"] == 0
    assert min(told["ended_meanwhile"], told["changes"]) > 5, "nobody raced"


def test_every_job_ends_once_when_web_workers_and_scheduler_are_killed(installed):
    install = installed("storm")
    options = {
        "--jobs": "60",
        "--kills": "4",
        "--every-s": "0.7",
        "--within-s": "90",
        "--seed": "3",
    }
    command = ["-m", "tests.chaos.driver", *(part for pair in options.items() for part in pair)]

    report = json.loads(install.run(*command).splitlines()[-1])

    assert report["statuses"] == {"done": 60}, report
    assert (report["bad_files"], report["two_results"]) == (0, 0), report
    assert (report["outbox"], report["outbox_unconsumed"]) == (60, 0), report
    assert set(report["killed"]) == {"web", "worker-cpu", "worker-catalog", "scheduler"}, report


def test_a_database_that_cuts_every_connection_again_and_again_loses_no_job(
    studio, seller, product, photo
):
    wanted = {"photos": photo["id"], "recipe": "main-image", "presets": sorted(load_presets())}
    count = len(wanted["presets"])
    newest = f"SELECT status FROM imaging_job ORDER BY created_at DESC LIMIT {count}"
    assert seller.post(f"{product}make/", wanted).status_code in (200, 302)

    for _ in range(6):
        time.sleep(0.7)
        cut = "pid <> pg_backend_pid() AND datname = 'studio'"
        studio.rows(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {cut}")

    ended = until(lambda: all_ended(studio.rows(newest)), studio.logs)
    assert ended == {"done": count}


def all_ended(rows: list[tuple]) -> Counter | None:
    statuses = Counter(status for (status,) in rows)
    return None if {"queued", "running"} & set(statuses) else statuses


def test_a_backup_of_postgresql_and_a_bucket_restored_elsewhere_is_the_same_install(
    studio, seller, installed, servers
):
    target, archive = installed("restored"), studio.var / "all.tar"
    until(lambda: all_ended(studio.rows("SELECT status FROM imaging_job")), studio.logs)
    studio.manage("studio_backup", str(archive))
    turn = "INSERT INTO imaging_turn (tenant, queue, served_at) VALUES ('stray', 'cpu', now())"
    target.rows(turn)
    servers.s3.client().put_object(Bucket="restored", Key="stray.jpg", Body=b"made before")

    target.manage("studio_restore", str(archive), "--force")

    tables = (
        "catalog_user",
        "catalog_shop",
        "catalog_product",
        "catalog_photo",
        "imaging_job",
        "imaging_turn",
    )
    for table in tables:
        sql = f"SELECT * FROM {table} ORDER BY id"
        assert target.rows(sql) == studio.rows(sql), table
    assert contents(servers, "restored") == contents(servers, "studio")


def contents(servers, bucket: str) -> Counter:
    """Every file's name and bytes."""
    client = servers.s3.client()
    return Counter(
        (name, client.get_object(Bucket=bucket, Key=name)["Body"].read())
        for name in servers.s3.names(bucket)
    )
