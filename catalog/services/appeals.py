"""A seller's appeal against a decision; `reviews.review_decide` answers it."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Rendition, Review, User
from catalog.selectors.reviews import latest_of
from catalog.services.review_rules import locked


@transaction.atomic
def appeal_submit(*, rendition: Rendition, by: User, words: str) -> Review:
    """Ask somebody else to look at the last refusal again; `words` say what was overlooked.

    Raises CatalogError without words, when the picture was not refused or was deleted, and when
    its last refusal was appealed against before.
    """
    rendition = locked(rendition)
    refusal = latest_of(rendition)
    if refusal and refusal.verb == Review.Verb.APPEALED:
        raise CatalogError(_("Your appeal is being looked at already."))
    if refusal and refusal.verb == Review.Verb.UPHELD:
        raise CatalogError(_("Your appeal was answered. Change the picture and submit it again."))
    if refusal is None or refusal.verb not in Review.REFUSALS:
        raise CatalogError(_("Only a picture that was refused can be appealed for."))
    if rendition.deleted_at:
        raise CatalogError(_("This picture was deleted. Restore it first."))
    if not words.strip():
        raise CatalogError(_("Say in a sentence what the moderator overlooked."))
    return Review.objects.create(
        rendition=rendition, verb=Review.Verb.APPEALED, by=by, about=refusal, note=words.strip()
    )
