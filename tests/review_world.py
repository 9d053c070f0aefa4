"""What tests of decisions share: submitted pictures, a second moderator, one press to decide."""

import pytest

from catalog.models import Rendition, Review, Screening, User
from catalog.services.review_rules import Decision
from catalog.services.reviews import review_claim, review_decide, review_submit
from tests.factories import make_photo, make_product, make_rendition, make_user


@pytest.fixture
def colleague(db: None) -> User:
    return make_user("second@example.com", is_moderator=True)


@pytest.fixture
def submitted(photo, owner) -> Rendition:
    rendition = make_rendition(photo, requested_by=owner)
    review_submit(rendition=rendition, by=owner)
    return rendition


@pytest.fixture
def risky(submitted) -> Rendition:
    """Submitted, and two people have to approve it."""
    screen(submitted, needs_four_eyes=True)
    return submitted


def submit_many(shop, owner, count: int) -> list[Rendition]:
    photo = make_photo(make_product(shop))
    made = [make_rendition(photo) for _ in range(count)]
    for rendition in made:
        review_submit(rendition=rendition, by=owner)
    return made


def screen(rendition: Rendition, **fields) -> None:
    """What the checks said of its last submission."""
    submission = rendition.reviews.filter(verb="submitted").latest("pk")
    Screening.objects.update_or_create(
        submission=submission,
        defaults={
            "rendition": rendition,
            "stands_since": submission.created_at,
            "facts": {"screened": "done"},
            **fields,
        },
    )


def checks_end(rendition: Rendition) -> None:
    """Its checks have ended, whatever they said."""
    Screening.objects.filter(rendition=rendition).update(facts={"screened": "done"})


def decide(rendition: Rendition, moderator: User, decision: Decision) -> Review:
    """Claim it and decide once its checks have ended."""
    checks_end(rendition)
    claim = review_claim(rendition=rendition, moderator=moderator)
    return review_decide(
        rendition=rendition, moderator=moderator, token=claim.token, decision=decision
    )


def verbs_of(rendition: Rendition) -> list[str]:
    """What happened, oldest first."""
    return list(rendition.reviews.order_by("pk").values_list("verb", flat=True))
