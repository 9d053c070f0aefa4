"""Turns of an import: the time of each goes to new rows, however many were read before."""

from datetime import UTC, datetime, timedelta

from catalog.importing.sheet import Sheet
from catalog.models import Import
from catalog.services import import_advance
from tests.sheets import csv_of, received

ROWS = 30


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def tick(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def test_a_file_that_takes_many_turns_gets_on_by_as_much_in_each(shop, monkeypatch):
    clock, read = Clock(), Sheet.rows

    def slow_rows(sheet):
        for row in read(sheet):
            clock.tick(1)
            yield row

    source = received(shop, csv_of(*({"sku": f"S{n}", "title": "T"} for n in range(ROWS))))
    monkeypatch.setattr(Sheet, "rows", slow_rows)
    monkeypatch.setattr(import_advance, "timezone", clock)
    monkeypatch.setattr("catalog.importing.check.BATCH", 1)
    kept = []
    while source.status == Import.Status.CHECKING and len(kept) < ROWS:
        import_advance.import_check(source=source, until=clock.now() + timedelta(seconds=10))
        kept.append(source.rows.count())
        source.refresh_from_db()

    assert source.status == Import.Status.CHECKED
    assert kept == [11, 22, 30]  # the first row begins a turn's ten seconds
