"""What people choose for themselves."""

from catalog.models import User


def user_set_language(*, user: User, language: str) -> None:
    """The language that mails to this person are written in."""
    User.objects.filter(pk=user.pk).update(language=language)
