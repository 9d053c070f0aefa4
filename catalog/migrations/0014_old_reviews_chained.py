from django.db import migrations
from django.db.migrations.state import StateApps

from catalog.models.review_chain import GENESIS, chained_hash

AT_ONCE = 500  # rows held at a time


def chain(apps: StateApps, schema_editor: object) -> None:
    Review = apps.get_model("catalog", "Review")
    head, length, last = GENESIS, 0, 0
    while rows := list(
        Review.objects.filter(pk__gt=last).order_by("pk").select_related("rendition__job")[:AT_ONCE]
    ):
        for row in rows:
            # What is in storage now: a file that the clean-up removed is not vouched for.
            row.picture = row.rendition.job.outputs.get("picture", {}).get("sha256", "")
            row.previous_hash = head
            row.hash = head = chained_hash(row, head)
        Review.objects.bulk_update(rows, ["picture", "previous_hash", "hash"])
        length, last = length + len(rows), rows[-1].pk
    apps.get_model("catalog", "ReviewChain").objects.create(pk=1, head=head, length=length)


def unchain(apps: StateApps, schema_editor: object) -> None:
    apps.get_model("catalog", "Review").objects.update(picture="", previous_hash=None, hash=None)
    apps.get_model("catalog", "ReviewChain").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0013_review_chain")]
    operations = [migrations.RunPython(chain, unchain)]
