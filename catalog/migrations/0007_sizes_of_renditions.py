from django.db import migrations


def sizes_write(apps, schema_editor):
    """Renditions for no channel know their size from the steps of their job."""
    Rendition = apps.get_model('catalog', 'Rendition')
    for one in Rendition.objects.filter(preset='').select_related('job').iterator():
        framed = [step['params'] for step in one.job.steps if 'width' in step.get('params', {})]
        if framed:
            one.size = '{width}x{height}'.format(**framed[-1])
            one.save(update_fields=['size'])


def one_chosen_leave(apps, schema_editor):
    """Of what is chosen for a product and channel only the latest stays, as the rule was before."""
    Rendition = apps.get_model('catalog', 'Rendition')
    seen = set()
    for one in Rendition.objects.filter(is_chosen=True).order_by('-created_at', '-pk'):
        if (one.product_id, one.preset) in seen:
            Rendition.objects.filter(pk=one.pk).update(is_chosen=False)
        seen.add((one.product_id, one.preset))


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0006_one_chosen_of_a_kind'),
    ]

    operations = [
        migrations.RunPython(sizes_write, one_chosen_leave),
    ]
