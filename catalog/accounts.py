"""How people sign up and in: allauth, with this studio's rules."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from catalog.models import User
from imaging.reader import language


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up may be closed by the operator; the reader's language is kept for mails."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def save_user(
        self, request: HttpRequest, user: User, form: object, commit: bool = True
    ) -> User:
        user.language = language()
        saved: User = super().save_user(request, user, form, commit)
        return saved
