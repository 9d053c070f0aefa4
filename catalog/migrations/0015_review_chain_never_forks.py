from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0014_old_reviews_chained")]
    operations = [
        migrations.AlterField(
            model_name="review",
            name="hash",
            field=models.CharField(editable=False, max_length=64, unique=True),
        ),
        migrations.AlterField(
            model_name="review",
            name="previous_hash",
            field=models.CharField(editable=False, max_length=64, unique=True),
        ),
    ]
