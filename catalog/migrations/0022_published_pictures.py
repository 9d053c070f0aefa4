import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0021_idempotent_calls'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedPicture',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('file', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('media_type', models.CharField(blank=True, max_length=40)),
                ('bytes', models.PositiveBigIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('is_labelled', models.BooleanField(default=False)),
                ('is_waiting', models.BooleanField(default=True)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rendition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='published', to='catalog.rendition')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_waiting', True)), fields=['updated_at'], name='published_waiting'), models.Index(fields=['sha256'], name='published_by_content')],
            },
        ),
    ]
