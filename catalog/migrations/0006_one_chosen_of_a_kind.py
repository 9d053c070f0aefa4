from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0005_backgrounds'),
    ]

    operations = [
        migrations.AddField(
            model_name='rendition',
            name='size',
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.RemoveConstraint(
            model_name='rendition',
            name='rendition_one_chosen_per_channel',
        ),
        migrations.AddConstraint(
            model_name='rendition',
            constraint=models.UniqueConstraint(condition=models.Q(('is_chosen', True)), fields=('product', 'recipe', 'preset', 'size'), name='rendition_one_chosen_of_a_kind'),
        ),
    ]
