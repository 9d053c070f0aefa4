from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("catalog", "0030_fetches"),
    ]

    operations = [
        migrations.AddField(
            model_name="shop",
            name="feed",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
