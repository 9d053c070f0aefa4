"""Imports of before makings keep what they make; backwards, the first making that fits."""

from django.db import migrations


def carry(apps, schema_editor):
    imports = apps.get_model("catalog", "Import").objects.exclude(recipe="")
    for source in imports.iterator():
        source.makings = [{"recipe": source.recipe, "presets": source.presets}]
        source.save(update_fields=["makings"])


def carry_back(apps, schema_editor):
    imports = apps.get_model("catalog", "Import").objects.exclude(makings=[])
    for source in imports.iterator():
        plain = [one for one in source.makings if one["recipe"] in ("main-image", "cutout")]
        if plain:
            source.recipe, source.presets = plain[0]["recipe"], plain[0].get("presets", [])
            source.save(update_fields=["recipe", "presets"])


class Migration(migrations.Migration):
    dependencies = [("catalog", "0025_import_makings")]
    operations = [migrations.RunPython(carry, carry_back)]
