"""What the page of figures draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

from catalog.models import Review
from catalog.selectors.desk_figures import DeskFigures
from catalog.selectors.rendition_facts import words

register = template.Library()
MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds


@dataclass(frozen=True)
class Bar:
    """One line of a chart: `share` of all that the chart counts, in [0, 1]."""

    label: str
    count: int
    share: float
    tone: str = "info"


@register.simple_tag
def people_and_rules(figures: DeskFigures) -> list[Bar]:
    """Who decided."""
    rows = (_("People"), figures.by_people, "info"), (_("Rules"), figures.by_rules, "neutral")
    return _bars(rows)


@register.simple_tag
def outcomes(figures: DeskFigures) -> list[Bar]:
    """What was decided."""
    verb = Review.Verb
    named = (
        (_("Approved"), verb.APPROVED, "success"),
        (_("Needs changes"), verb.NEEDS_CHANGES, "warning"),
        (_("Rejected"), verb.REJECTED, "danger"),
    )
    return _bars([(label, figures.verbs.get(one, 0), tone) for label, one, tone in named])


@register.simple_tag
def clauses(figures: DeskFigures) -> list[Bar]:
    """Which clauses refusals stand on. One refusal may stand on several, each with its share."""
    rows = [
        (f"{one.number} {words(one.title)}", count, "warning") for one, count in figures.clauses
    ]
    return _bars(rows)


def _bars(rows: Sequence[tuple[str, int, str]]) -> list[Bar]:
    total = sum(count for _label, count, _tone in rows) or 1
    return [Bar(label, count, count / total, tone) for label, count, tone in rows]


@register.filter
def duration(time: timedelta | None) -> str:
    """A waiting time in its largest unit with one decimal below ten; a dash for none."""
    if time is None:
        return "–"
    seconds = time.total_seconds()
    if seconds < MINUTE:
        return _("%(n)s s") % {"n": round(seconds)}
    if seconds < HOUR:
        return _("%(n)s min") % {"n": _short(seconds / MINUTE)}
    if seconds < 2 * DAY:
        return _("%(n)s h") % {"n": _short(seconds / HOUR)}
    return _("%(n)s d") % {"n": _short(seconds / DAY)}


def _short(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:.0f}"
