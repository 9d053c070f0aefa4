"""Who makes the studio's files and what they are signed with, as the settings say."""

from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from imaging.errors import EngineError
from imaging.provenance.signing import Signer, own_signer, signer_read
from imaging.provenance.statement import Origin


def origin(produce_id: UUID | None = None) -> Origin:
    """The origin of one job's files, of a new one without its id.

    Raises EngineError("stamp_failed") where the signer cannot be read.
    """
    try:
        by = signer()
    except (OSError, ValueError) as error:
        raise EngineError("stamp_failed", reason=str(error)) from error
    return Origin(produce_id or uuid4(), settings.IMAGING_PRODUCER, by)


def signer() -> Signer:
    """The operator's certificate where one is named, else the studio's own.

    Raises OSError, ValueError.
    """
    named = settings.IMAGING_SIGNING_FILE
    return read(named) if named else own(settings.IMAGING_OWN_SIGNING_FILE)


def signers() -> list[Signer]:
    """All whose files are this studio's: the operator's, and its own where it ever had one."""
    ours = settings.IMAGING_OWN_SIGNING_FILE
    before = [own(ours)] if settings.IMAGING_SIGNING_FILE and ours.exists() else []
    return [signer(), *before]


@cache
def read(path: Path) -> Signer:
    return signer_read(path)


@cache
def own(path: Path) -> Signer:
    return own_signer(path)
