from django.db import migrations


def give_addresses(apps, schema_editor):
    """Pictures approved before addresses were given; whether they answer is asked of the reviews."""
    Published = apps.get_model("catalog", "PublishedPicture")
    Rendition = apps.get_model("catalog", "Rendition")
    approved = Rendition.objects.filter(reviews__verb="approved", published=None).distinct()
    rows = (Published(rendition_id=pk) for pk in approved.values_list("pk", flat=True).iterator())
    Published.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("catalog", "0022_published_pictures"),
    ]

    operations = [
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
    ]
