"""Workers, web, scheduler and Valkey die at seeded moments; every job ends once."""

import pytest

from tests.chaos.driven import driven

JOBS = 200


@pytest.mark.chaos
def test_no_job_is_lost_and_none_has_two_results_when_everything_is_killed():
    report = driven("driver", jobs=JOBS, seed=7)

    assert sum(report["killed"].values()) >= 10, report
    assert len(report["killed"]) == 5, report
    assert report["statuses"] == {"done": JOBS}, report
    assert report["bad_files"] == 0, report
    assert report["two_results"] == 0, report
    assert (report["outbox"], report["outbox_unconsumed"]) == (JOBS, 0), report
    assert report["seconds"] < 120
