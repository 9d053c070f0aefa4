"""The headings of an import as pairs: PostgreSQL keeps no order of an object's names."""

from django.db import migrations, models


def to_pairs(apps, schema_editor):
    imports = apps.get_model("catalog", "Import").objects
    for source in imports.only("columns").iterator():
        imports.filter(pk=source.pk).update(columns=list(dict(source.columns).items()))


def to_object(apps, schema_editor):
    imports = apps.get_model("catalog", "Import").objects
    for source in imports.only("columns").iterator():
        imports.filter(pk=source.pk).update(columns=dict(source.columns))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_import_checking")]

    operations = [
        migrations.AlterField("import", "columns", models.JSONField(default=list)),
        migrations.RunPython(to_pairs, to_object),
    ]
