"""Noting what sellers think of the pictures of their briefs."""

from catalog.models import Choice, Rendition, User


def choice_note(*, rendition: Rendition, verb: Choice.Verb, by: User | None) -> Choice | None:
    """Keep one opinion; None for a picture that no brief asked for, whose look nobody chose."""
    if rendition.brief_id is None:
        return None
    return Choice.objects.create(shop=rendition.shop, rendition=rendition, verb=verb, by=by)
