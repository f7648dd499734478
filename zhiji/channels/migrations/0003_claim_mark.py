from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("channels", "0002_held_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_event", models.BigIntegerField(default=0)),
            ],
        ),
    ]
