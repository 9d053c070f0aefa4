"""The language switch."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.i18n import LANGUAGE_QUERY_PARAMETER, set_language

from catalog.services.people import user_set_language


def language_set(request: HttpRequest) -> HttpResponseBase:
    """Django's own switch, which pages follow; the mails of who is signed in follow it too."""
    chosen = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    if request.user.is_authenticated and chosen and check_for_language(chosen):
        user_set_language(user=request.user, language=chosen)
    return set_language(request)
