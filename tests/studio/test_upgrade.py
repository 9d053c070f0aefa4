"""A studio whose database is of an earlier version does not start, and says what to do."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_a_database_of_an_earlier_version_is_told_before_anything_starts(monkeypatch):
    started: list[object] = []
    monkeypatch.setattr("studio.supervisor.Supervisor.run", lambda *given: started.append(given))
    newest = max(
        name for app, name in MigrationRecorder(connection).applied_migrations() if app == "catalog"
    )
    MigrationRecorder(connection).record_unapplied("catalog", newest)

    with pytest.raises(CommandError, match=r"earlier version.*make setup"):
        call_command("studio_run")

    assert not started
