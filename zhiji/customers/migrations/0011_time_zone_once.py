from typing import Any

from django.db import migrations


def _keep(apps: Any, editor: Any) -> None:
    """Takes the time zones that customers named into their own column."""
    for clock in apps.get_model("customers", "CustomerClock").objects.iterator():
        own = apps.get_model("customers", "Customer").objects.filter(pk=clock.customer_id, time_zone="")
        own.update(time_zone=clock.time_zone)


class Migration(migrations.Migration):
    """A customer's time zone stands in one place: among their values, with its source."""

    dependencies = [("customers", "0010_matching")]

    operations = [
        migrations.RunPython(_keep, migrations.RunPython.noop),
        migrations.DeleteModel("CustomerClock"),
    ]
