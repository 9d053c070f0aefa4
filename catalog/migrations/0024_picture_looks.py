"""A picture's look beside its hash: the same shape in another colour is another picture."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0023_published_approved")]

    operations = [
        migrations.AddField(
            model_name="picturehash",
            name="look",
            field=models.BinaryField(default=b"", max_length=768),
        ),
    ]
