"""Imports that nobody sits before: sent with all that is to be said, started by themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.errors import CatalogError
from catalog.importing.making import Making
from catalog.importing.problems import Problem
from catalog.models import Import, Shop, User
from catalog.services.import_files import ImportFiles
from catalog.services.import_moves import imports_wake
from catalog.services.imports import import_receive, import_start


@dataclass(frozen=True)
class Order:
    """What is to be made, what a bad row means for the others, and whether to start unasked."""

    makings: Iterable[Making] = ()
    policy: str = Import.Policy.SKIP
    starts_itself: bool = False


def import_order(*, shop: Shop, by: User, files: ImportFiles, order: Order) -> Import:
    """Receive an import as `import_receive` does; one that starts itself must name its columns."""
    made = import_receive(
        shop=shop, by=by, files=files, makings=order.makings, hold=order.starts_itself
    )
    said = {"policy": order.policy, "starts_itself": order.starts_itself}
    if order.starts_itself:
        said["lease_until"] = None  # it was held: not checked before this is said
    Import.objects.filter(pk=made.pk).update(**said)
    made.refresh_from_db()
    if order.starts_itself:
        imports_wake()
    return made


def import_start_itself(*, source: Import) -> None:
    """Start a checked import that is to start unasked; what forbids it is kept at the import."""
    source.refresh_from_db()
    if not source.starts_itself:
        return
    try:
        import_start(source=source, policy=source.policy)
    except CatalogError as error:
        problem = Problem(code="refused", arguments={"reason": error.sentence})
        checked = Import.objects.filter(pk=source.pk, status=Import.Status.CHECKED)
        checked.update(problem=problem.model_dump())
