"""Whether this web process can do its work, for load balancers and `make run`."""

import logging
import os
from collections.abc import Callable

from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studio.celery import app

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and storage answer, 503 with the ones that do not."""
    parts = {name: works(name, check) for name, check in CHECKS.items()}
    ok = all(parts.values())
    return JsonResponse({"ok": ok, **parts}, status=200 if ok else 503)


def works(name: str, check: Callable[[], None]) -> bool:
    """Whether `check` ends without an error. The reason goes to the log, not to strangers."""
    try:
        check()
    except Exception as error:
        logger.error("health: %s does not answer: %s", name, error)
        return False
    return True


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_broker() -> None:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def check_storage() -> None:
    """Reads only: anyone may ask as often as they like."""
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        storage.listdir("health")  # unlike a look for one file, fails where there is no bucket
        return
    folder = storage.location
    os.makedirs(folder, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} cannot be written")


CHECKS = {"database": check_database, "broker": check_broker, "storage": check_storage}
