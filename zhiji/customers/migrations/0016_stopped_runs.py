from django.db import migrations, models


class Migration(migrations.Migration):
    """A run over all customers notes by which process it is done, so that one that was killed is told as stopped."""

    dependencies = [
        ("customers", "0015_taken_back_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="matchrun",
            name="host",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="matchrun",
            name="pid",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="matchrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("running", "running"),
                    ("done", "done"),
                    ("failed", "failed"),
                    ("stopped", "stopped"),
                ],
                default="running",
                max_length=8,
            ),
        ),
    ]
