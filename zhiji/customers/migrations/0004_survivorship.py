from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_sources")]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("has_conflict", True)),
                fields=["-last_contact_at", "-id"],
                name="customer_in_conflict",
            ),
        ),
    ]
