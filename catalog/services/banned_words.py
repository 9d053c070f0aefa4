"""The platform's own changes to the words of goods that may not be sold."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import BannedWord, User
from catalog.risk.banned import plain

LONGEST = 80


@transaction.atomic
def banned_words_set(*, banned: Iterable[str], allowed: Iterable[str], by: User) -> None:
    """Make `banned` the words that are added to those shipped, `allowed` those that raise no alarm.

    Raises CatalogError for a word that is too long, or stands in both.
    """
    wanted = {plain(word): True for word in banned}
    for word in map(plain, allowed):
        if word in wanted:
            raise CatalogError(_("“%(word)s” cannot be both banned and allowed.") % {"word": word})
        wanted[word] = False
    wanted.pop("", None)
    if long := next((word for word in wanted if len(word) > LONGEST), None):
        raise CatalogError(_("“%(word)s…” is too long for a word.") % {"word": long[:20]})
    BannedWord.objects.exclude(word__in=wanted).delete()
    for word, is_banned in wanted.items():
        if not BannedWord.objects.filter(word=word, is_banned=is_banned).exists():
            changes = {"is_banned": is_banned, "changed_by": by}
            BannedWord.objects.update_or_create(word=word, defaults=changes)
