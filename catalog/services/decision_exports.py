"""The log of reviews as a file: for spreadsheets, and whole for whoever verifies it."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from catalog.models import Review
from catalog.models.review_chain import content_of
from catalog.reasons import reasons_of
from catalog.selectors.pages import in_pages
from catalog.spreadsheet import cell_safe

AT_ONCE = 1_000  # rows held at a time
COLUMNS = (
    "id",
    "created_at",
    "verb",
    "shop",
    "product",
    "rendition",
    "about",
    "by",
    "by_member",
    "reasons",
    "clauses",
    "note",
    "picture",
    "previous_hash",
    "hash",
)


def decisions_csv(reviews: QuerySet[Review]) -> Iterator[str]:
    """A heading and one line for each review, oldest first; no cell is run as a formula."""
    yield "\ufeff" + _line(COLUMNS)  # the mark lets spreadsheets read Chinese
    for review in in_order(reviews):
        told = _told(review)
        told["reasons"], told["clauses"] = " ".join(told["reasons"]), " ".join(told["clauses"])
        yield _line("" if told[name] is None else told[name] for name in COLUMNS)


def decisions_jsonl(reviews: QuerySet[Review]) -> Iterator[str]:
    """One JSON object a line, oldest first. `content` is what `hash` vouches for."""
    for review in in_order(reviews):
        line = {**_told(review), "content": content_of(review)}
        yield json.dumps(line, ensure_ascii=False) + "\n"


def in_order(reviews: QuerySet[Review]) -> Iterator[Review]:
    rows = reviews.select_related("by", "rendition__shop", "rendition__product")
    return in_pages(rows, AT_ONCE)


def _told(review: Review) -> dict[str, Any]:
    """A review under the names of COLUMNS; `by` is None where the rules decided."""
    return {
        "id": review.pk,
        "created_at": review.created_at.isoformat(),
        "verb": review.verb,
        "shop": review.rendition.shop.slug,
        "product": review.rendition.product.title,
        "rendition": review.rendition_id,
        "about": review.about_id,
        "by": review.by.email if review.by else None,
        "by_member": review.by_member,
        "reasons": review.reasons,
        "clauses": [reason.clause for reason in reasons_of(review.reasons)],
        "note": review.note,
        "picture": review.picture,
        "previous_hash": review.previous_hash,
        "hash": review.hash,
    }


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([cell_safe(cell) for cell in cells])
    return text.getvalue()


WRITERS = {"csv": decisions_csv, "jsonl": decisions_jsonl}
