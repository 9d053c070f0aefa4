"""Having a task of the catalog run now: the scheduler would, with one of its next turns."""

import logging
from typing import Any

from celery import current_app

logger = logging.getLogger(__name__)


def task_wake(name: str, *arguments: Any) -> None:
    """Send a task once; a failed send is logged, not raised: nobody's click waits for a broker."""
    try:
        current_app.send_task(name, args=arguments, queue="catalog")
    except Exception as error:  # any broker failure: the scheduler sends it
        logger.warning("%s not woken: %s", name, error)
