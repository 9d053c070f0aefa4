"""What an import made: its contact sheet, what could not be asked for, what may be submitted."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from catalog.importing.problems import problem_of
from catalog.models import Import, Rendition, Review
from catalog.selectors.import_makings import recipe_name
from catalog.selectors.imports import RowProblems, renditions_asked
from catalog.selectors.rendition_facts import channel_name
from catalog.selectors.reviews import with_review_state
from imaging.models import Job

# What a contact sheet can be narrowed to, by name.
STATES: dict[str, Q] = {
    "made": Q(job__status=Job.Status.DONE),
    "failed": Q(job__status__in=Job.FAILURES),
    "open": Q(job__status__in=Job.UNFINISHED),
}


@dataclass(frozen=True)
class Kind:
    """Pictures of one recipe for one channel or size, and how many were made."""

    recipe: str
    preset: str
    size: str
    total: int
    made: int

    @property
    def key(self) -> str:
        """Its name in an address."""
        return f"{self.recipe}|{self.preset}|{self.size}"

    @property
    def name(self) -> str:
        """Its name for the reader."""
        recipe = recipe_name(self.recipe)
        if self.preset:
            return f"{recipe}, {channel_name(self.preset)}"
        return f"{recipe}, {self.size.replace('x', ' × ')}" if self.size else recipe


def import_kinds(source: Import) -> list[Kind]:
    """The kinds of pictures that an import asked for."""
    live = renditions_asked(source).filter(deleted_at=None)
    counted = live.values("recipe", "preset", "size").annotate(
        total=Count("pk"), made=Count("pk", filter=STATES["made"])
    )
    return [Kind(**one) for one in counted.order_by("recipe", "preset", "size")]


def import_pictures(source: Import, *, kind: str = "", state: str = "") -> QuerySet[Rendition]:
    """The contact sheet in the order of the file's products, one kind or state of it or all."""
    found = with_review_state(renditions_asked(source).filter(deleted_at=None))
    if kind.count("|") == 2:
        recipe, preset, size = kind.split("|")
        found = found.filter(recipe=recipe, preset=preset, size=size)
    if state in STATES:
        found = found.filter(STATES[state])
    shown = found.select_related("job", "photo__shop", "product", "shop")
    return shown.order_by("product_id", "photo_id", "pk")


def pictures_to_submit(source: Import) -> QuerySet[Rendition]:
    """Finished pictures that nobody submitted, in the order in which they are."""
    made = renditions_asked(source).filter(STATES["made"], deleted_at=None)
    drafts = with_review_state(made).filter(review_verb=None)  # type: ignore[misc]  # annotated
    return drafts.order_by("pk")


@dataclass(frozen=True)
class ReviewCounts:
    """How an import's pictures stand with the moderators."""

    drafts: int
    waiting: int
    approved: int
    refused: int
    unmade: int


def import_reviews(source: Import) -> ReviewCounts:
    """What submitting all would take along, and what it would leave out and why."""
    live = with_review_state(renditions_asked(source).filter(deleted_at=None))
    made = STATES["made"]
    verb = Review.Verb
    waiting = Q(review_verb__in=[verb.SUBMITTED, verb.APPEALED])
    approved = Q(review_verb=verb.APPROVED)
    draft = Q(review_verb=None)
    return ReviewCounts(
        **live.aggregate(
            drafts=Count("pk", filter=made & draft),
            waiting=Count("pk", filter=made & waiting),
            approved=Count("pk", filter=made & approved),
            refused=Count("pk", filter=made & ~draft & ~waiting & ~approved),
            unmade=Count("pk", filter=~made),
        )
    )


def import_unmade(source: Import, language: str, limit: int) -> list[RowProblems]:
    """The first rows of which something could not even be asked for, and why."""
    rows = source.rows.exclude(unmade=[]).order_by("number")[:limit]
    return [
        RowProblems(
            row.number,
            row.key,
            row.cells.get("title", ""),
            [
                f"{recipe_name(kept['recipe'])}: {problem_of(kept).in_language(language)}"
                for kept in row.unmade
            ],
        )
        for row in rows
    ]
