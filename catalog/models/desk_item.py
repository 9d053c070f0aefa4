"""What waits for a moderator: found without looking at every review there ever was."""

from typing import TYPE_CHECKING

from django.db import models

from catalog.models.rendition import Rendition

if TYPE_CHECKING:
    from catalog.models.review import Review


class DeskItem(models.Model):
    """One rendition that waits. Reviews say so; this row follows them, as `Review.save` writes.

    `submission` is the review that it waits since, submitted or appealed: its place in a queue.
    `waiting` is the latest one: submitted, approved_once or appealed.
    """

    rendition = models.OneToOneField(Rendition, models.CASCADE, related_name="desk_item")
    submission = models.ForeignKey("catalog.Review", models.CASCADE, related_name="+")
    waiting = models.ForeignKey("catalog.Review", models.CASCADE, related_name="+")
    screening = models.ForeignKey(
        "catalog.Screening", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.rendition_id} waits"

    @classmethod
    def follow(cls, review: "Review") -> None:
        """Make the queue what `review`, which was just appended, makes it."""
        items = cls.objects.filter(rendition=review.rendition_id)
        if review.verb in review.RE_REVIEWS:
            return
        if review.verb not in review.WAITING:
            items.delete()
        elif review.verb != review.Verb.APPROVED_ONCE or not items.update(waiting=review):
            # A first approval that follows an appeal begins a wait of its own.
            screening = review.rendition.screenings.order_by("-pk").first()
            since = {"submission": review, "waiting": review, "screening": screening}
            cls.objects.update_or_create(rendition=review.rendition, defaults=since)
