"""How far an import is, changed in one place: whoever has asked to be told of it is."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from catalog.models import Import
from catalog.services.waking import task_wake
from catalog.services.webhook_events import IMPORT_CHECKED, IMPORT_ENDED, import_told

ADVANCE_TASK = "catalog.advance_imports"
Status = Import.Status
EVENTS = {
    Status.CHECKED: IMPORT_CHECKED,
    Status.DONE: IMPORT_ENDED,
    Status.CANCELLED: IMPORT_ENDED,
    Status.UNREADABLE: IMPORT_ENDED,
}


@transaction.atomic
def import_move(*, source: Import, to: Status, out_of: Iterable[str], **changes: Any) -> bool:
    """Give an import another status and tell of it, if it still is `out_of` one of these."""
    moved = Import.objects.filter(pk=source.pk, status__in=out_of).update(status=to, **changes)
    if moved and to in EVENTS:
        source.status = to
        import_told(source, EVENTS[to])
    return bool(moved)


def imports_wake() -> None:
    """Have imports carried on as soon as what was just written is there for all to see."""
    transaction.on_commit(lambda: task_wake(ADVANCE_TASK))
