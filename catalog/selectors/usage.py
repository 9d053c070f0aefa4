"""What a shop uses, read from the rows that are there: jobs, imports, files, noted calls."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from catalog.models import ApiCalls, ApiToken, ImportRow, Quota, Shop
from catalog.selectors.shops import storage_used
from imaging.models import Job
from imaging.recipes import RECIPES

STORED_KEPT_S = 60  # counting what a large shop stores takes a while
TOOK = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
WRITTEN = (ImportRow.Status.WRITTEN, ImportRow.Status.JOBS, ImportRow.Status.DONE)


@dataclass(frozen=True)
class Month:
    """A calendar month of the studio's time zone."""

    first: date

    @classmethod
    def now(cls) -> "Month":
        return cls(timezone.localdate().replace(day=1))

    @classmethod
    def named(cls, name: str) -> "Month":
        """The month called "2026-11". Raises ValueError."""
        return cls(datetime.strptime(name, "%Y-%m").date())

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        return Month((self.first + timedelta(days=32)).replace(day=1))

    @property
    def days(self) -> list[date]:
        count = (self.after.first - self.first).days
        return [self.first + timedelta(days=number) for number in range(count)]

    def spans(self, field: str) -> Q:
        """Rows whose `field` is in the month."""
        first, after = midnight(self.first), midnight(self.after.first)
        return Q(**{f"{field}__gte": first, f"{field}__lt": after})


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


@dataclass(frozen=True)
class RecipeUsage:
    """Pictures of one recipe, and how long workers were at them."""

    recipe: str
    pictures: int
    seconds: float


@dataclass(frozen=True)
class Usage:
    """What a shop used in a month, and what it stores now. Seconds count every job, read photos
    and checks too; pictures those that were made."""

    month: Month
    recipes: list[RecipeUsage]
    seconds: float
    rows: int
    calls: int
    stored_bytes: int

    @property
    def pictures(self) -> int:
        return sum(one.pictures for one in self.recipes)


def usage_of(shop: Shop, month: Month) -> Usage:
    """The figures of one shop."""
    ended = Job.objects.of_tenant(shop.tenant).filter(month.spans("finished_at"))
    calls = ApiCalls.objects.filter(token__shop=shop, day__in=month.days)
    return Usage(
        month=month,
        recipes=recipes_used(ended),
        seconds=seconds_of(ended.aggregate(took=Sum(TOOK))["took"]),
        rows=rows_imported(shop, month),
        calls=calls.aggregate(sum=Sum("calls"))["sum"] or 0,
        stored_bytes=stored_bytes(shop),
    )


def recipes_used(ended: Any) -> list[RecipeUsage]:
    """Pictures made, the most frequent recipe first."""
    made = ended.filter(status=Job.Status.DONE, recipe__in=RECIPES)
    counted = made.values("recipe").annotate(pictures=Count("pk"), took=Sum(TOOK))
    return [
        RecipeUsage(one["recipe"], one["pictures"], seconds_of(one["took"]))
        for one in counted.order_by("-pictures", "recipe")
    ]


def seconds_of(took: timedelta | None) -> float:
    return took.total_seconds() if took else 0.0


def pictures_by_day(shop: Shop, month: Month) -> list[tuple[date, int]]:
    """Pictures made on each day of the month, days without any too."""
    made = Job.objects.of_tenant(shop.tenant).filter(
        month.spans("finished_at"), status=Job.Status.DONE, recipe__in=RECIPES
    )
    counted = made.annotate(day=TruncDate("finished_at")).values("day").annotate(n=Count("pk"))
    found = {one["day"]: one["n"] for one in counted}
    return [(day, found.get(day, 0)) for day in month.days]


def calls_by_token(shop: Shop, month: Month) -> list[dict[str, Any]]:
    """Each token that called, with its calls by day, the newest day first."""
    rows = ApiCalls.objects.filter(token__shop=shop, day__in=month.days).select_related("token")
    tokens: dict[ApiToken, list[ApiCalls]] = {}
    for row in rows.order_by("token__created_at", "-day"):
        tokens.setdefault(row.token, []).append(row)
    return [
        {"token": token, "days": days, "calls": sum(one.calls for one in days)}
        for token, days in tokens.items()
    ]


def pictures_asked(shop: Shop, month: Month) -> int:
    """Pictures asked for in the month that were made or still may be: what a quota is held to."""
    asked = Job.objects.of_tenant(shop.tenant).filter(month.spans("created_at"))
    return asked.filter(recipe__in=RECIPES).exclude(status__in=Job.WITHOUT_RESULT).count()


def rows_imported(shop: Shop, month: Month) -> int:
    """Rows written by the imports that were started in the month."""
    rows = ImportRow.objects.filter(month.spans("source__started_at"), source__shop=shop)
    return rows.filter(status__in=WRITTEN).count()


def rows_claimed(shop: Shop, month: Month) -> int:
    """The same with the rows that started imports will still write: what a quota is held to."""
    rows = ImportRow.objects.filter(month.spans("source__started_at"), source__shop=shop)
    going = Q(source__status__in=["running", "paused"]) & ~Q(status=ImportRow.Status.ERROR)
    return rows.filter(Q(status__in=WRITTEN) | going).count()


def stored_bytes(shop: Shop) -> int:
    """Bytes the shop holds, as counted within the last minute."""
    found = cache.get_or_set(f"stored-{shop.pk}", lambda: storage_used(shop), STORED_KEPT_S)
    return int(found or 0)


def quota_of(shop: Shop) -> Quota:
    """What the operator allows the shop; nothing is limited where nothing was said."""
    return Quota.objects.filter(shop=shop).first() or Quota(shop=shop)
