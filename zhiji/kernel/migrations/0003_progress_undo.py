from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_search_index_and_event_bell"),
    ]

    operations = [
        migrations.AddField(
            model_name="progress",
            name="undo_url",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
