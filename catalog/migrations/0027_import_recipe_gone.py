from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0026_import_recipes_carried")]
    operations = [
        migrations.RemoveField(model_name="import", name="presets"),
        migrations.RemoveField(model_name="import", name="recipe"),
    ]
