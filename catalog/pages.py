"""Pages of long lists: counted as far as anybody reads."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

MOST_COUNTED = 1_000


class LongPage(Page[Any]):
    """One page; whether another follows is seen, not counted."""

    def __init__(self, rows: Sequence[Any], number: int, paginator: "LongPaginator") -> None:
        super().__init__(rows[: paginator.per_page], number, paginator)
        self.is_followed = len(rows) > paginator.per_page

    def has_next(self) -> bool:
        return self.is_followed


class LongPaginator(Paginator[Any]):
    """Pages of a queryset. Counting ends at `most` rows: then `is_capped`, and there are more.

    None counts all. Pages beyond what was counted are there as long as there are rows. `counted`
    has as many rows and is counted in their place.
    """

    def __init__(
        self, rows: Any, per_page: int, *, counted: Any = None, most: int | None = MOST_COUNTED
    ) -> None:
        super().__init__(rows, per_page)
        self.to_count = rows if counted is None else counted
        self.most = most

    @cached_property
    def counted(self) -> int:
        rows = self.to_count.order_by()
        return int((rows[: self.most + 1] if self.most else rows).count())

    @cached_property
    def is_capped(self) -> bool:
        return self.most is not None and self.counted > self.most

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        """The rows there are; the first `most` of them where there are more."""
        return min(self.counted, self.most) if self.most else self.counted

    def get_page(self, number: Any) -> LongPage:
        """The page `number`, the first for what is no number, the last for what lies beyond."""
        wanted = int(number) if str(number).isdecimal() and len(str(number)) < 8 else 1
        page = self._rows_of(max(1, wanted))
        return page if page or wanted <= 1 else self._rows_of(self.num_pages)

    def validate_number(self, number: Any) -> int:
        """Any page may be: how many there are is not known."""
        return int(number)

    def _rows_of(self, number: int) -> LongPage:
        first = (number - 1) * self.per_page
        return LongPage(list(self.object_list[first : first + self.per_page + 1]), number, self)
