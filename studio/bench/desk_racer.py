"""One moderator of the race: claims and approves until nothing waits, and prints each item."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")


def main(person: int) -> None:
    import django

    django.setup()
    from catalog.errors import CatalogError
    from catalog.models import User
    from catalog.services.review_rules import Decision
    from catalog.services.reviews import review_claim_next, review_decide

    moderator = User.objects.get(pk=person)
    while rendition := review_claim_next(moderator=moderator):
        claim = rendition.claim
        if claim.moderator_id != person:
            raise SystemExit(f"{rendition.pk} was handed to two people")
        try:
            review_decide(
                rendition=rendition,
                moderator=moderator,
                token=claim.token,
                decision=Decision("approved"),
            )
        except CatalogError as error:
            raise SystemExit(f"{rendition.pk} was claimed, then refused: {error}") from error
        print(rendition.pk, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
