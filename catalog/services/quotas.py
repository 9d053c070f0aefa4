"""What an operator allows a shop: checked where it would be used, and never half used."""

from django.db import transaction

from catalog.errors import CatalogError
from catalog.importing.problems import Problem
from catalog.models import ApiToken, Import, ImportRow, Quota, Shop
from catalog.selectors.usage import (
    Month,
    pictures_asked,
    rows_claimed,
    stored_bytes,
)
from imaging.reader import language


class QuotaReached(CatalogError):
    """The shop has used what it may; `problem` says so in both languages."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.in_language("en"))
        self.problem = problem

    @property
    def sentence(self) -> str:
        return self.problem.in_language(language())


def pictures_check(*, shop: Shop) -> None:
    """Raise QuotaReached when the shop may ask for no further picture this month.

    In the transaction that asks for it: of two at once one waits for the other's.
    """
    quota = Quota.objects.select_for_update().filter(shop=shop).first()
    if quota is None or quota.pictures_a_month is None:
        return
    if pictures_asked(shop, Month.now()) >= quota.pictures_a_month:
        raise reached("quota_pictures", limit=quota.pictures_a_month)


def rows_check(*, source: Import) -> None:
    """Raise QuotaReached when an import has more rows than the shop may still import this month."""
    quota = Quota.objects.select_for_update().filter(shop=source.shop_id).first()
    if quota is None or quota.rows_a_month is None:
        return
    rows = source.rows.exclude(status=ImportRow.Status.ERROR).count()
    left = max(0, quota.rows_a_month - rows_claimed(source.shop, Month.now()))
    if rows > left:
        raise reached("quota_rows", limit=quota.rows_a_month, rows=rows, left=left)


def stored_check(*, shop: Shop, needed_bytes: int = 0) -> None:
    """Raise QuotaReached when the shop would store more than it may."""
    limit = Quota.objects.filter(shop=shop).values_list("stored_bytes", flat=True).first()
    if limit is not None and stored_bytes(shop) + needed_bytes > limit:
        raise reached("quota_stored", limit=f"{limit / 1e9:g}")


def reached(code: str, **arguments: object) -> QuotaReached:
    return QuotaReached(Problem(code=code, arguments=arguments))


@transaction.atomic
def quota_set(
    *, shop: Shop, pictures_a_month: int | None, rows_a_month: int | None, stored_bytes: int | None
) -> Quota:
    """Allow the shop so much; None is without a limit."""
    quota, _ = Quota.objects.update_or_create(
        shop=shop,
        defaults={
            "pictures_a_month": pictures_a_month,
            "rows_a_month": rows_a_month,
            "stored_bytes": stored_bytes,
        },
    )
    return quota


def token_rate_set(*, token: ApiToken, calls_a_minute: int | None) -> None:
    """Let a token call so often; None is what the settings say."""
    ApiToken.objects.filter(pk=token.pk).update(calls_a_minute=calls_a_minute)
