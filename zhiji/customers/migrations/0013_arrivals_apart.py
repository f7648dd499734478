from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0012_merging_by_itself"),
    ]

    operations = [
        migrations.AddField(
            model_name="arrivalmark",
            name="single_id",
            field=models.BigIntegerField(null=True),
        ),
    ]
